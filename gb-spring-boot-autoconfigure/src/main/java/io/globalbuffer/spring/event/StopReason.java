// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import java.util.Locale;

/**
 * Why a listener ended.
 */
public enum StopReason {

	/** It was told to, or its application ended. */
	NORMAL,

	/** The error handler answered so. */
	ERROR_HANDLER,

	/** An {@link Error} ended it. */
	ERROR;

	/**
	 * The reason as it is written in JSON and health details.
	 * @return lower case with dashes, for example {@code error-handler}
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
