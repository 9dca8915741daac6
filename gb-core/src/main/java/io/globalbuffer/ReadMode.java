// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

/**
 * Which samples a subscription delivers.
 */
public enum ReadMode {

	/** Every sample in order; what was overwritten first is counted as overruns. */
	NEXT,

	/** The newest sample each time; what lies between is skipped on purpose. */
	LATEST

}
