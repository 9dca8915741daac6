// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.Locale;

/**
 * Where a listener that was paused or stopped goes on.
 */
public enum ResumeFrom {

	/**
	 * Where it stopped; what was overwritten meanwhile counts as overruns in mode NEXT.
	 */
	CURSOR,

	/** With the newest sample; those before it count as skipped. */
	NEWEST;

	/**
	 * The place as the endpoint is told it.
	 * @return lower case, for example {@code newest}
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
