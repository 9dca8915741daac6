// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.Locale;

/**
 * Which samples a subscription delivers.
 */
public enum ReadMode {

	/** Every sample in order; what was overwritten first is counted as overruns. */
	NEXT,

	/** The newest sample each time; what lies between is skipped on purpose. */
	LATEST;

	/**
	 * The mode as it is written in properties and JSON.
	 * @return lower case, for example {@code next}
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
