// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

/**
 * Where the name of a mapped segment leads.
 */
public enum NameState {

	/** To the segment. */
	HERE,

	/** Nowhere: it was unlinked. */
	GONE,

	/** To another file: it was replaced. */
	ELSEWHERE

}
