// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

/**
 * Why a listener ended.
 */
public enum StopReason {

	/** It was told to, or its application ended. */
	NORMAL,

	/** The error handler answered so. */
	ERROR_HANDLER,

	/** An {@link Error} ended it. */
	ERROR

}
