// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

/**
 * How fast a mirror writes what a topic holds already.
 */
public enum MirrorPace {

	/** As fast as the broker gives it. */
	FASTEST,

	/** In the intervals in which the samples were published. */
	ORIGINAL

}
