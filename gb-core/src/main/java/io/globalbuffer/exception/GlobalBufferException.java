// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.exception;

import org.jspecify.annotations.Nullable;

/**
 * The base of everything this library throws for a reason outside the calling code. Wrong
 * arguments are {@link IllegalArgumentException}s, wrong order of calls is
 * {@link IllegalStateException}.
 */
public class GlobalBufferException extends RuntimeException {

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 */
	public GlobalBufferException(String message) {
		this(message, null);
	}

	/**
	 * Creates an exception with a cause.
	 * @param message what happened, to which buffer, and what to do
	 * @param cause the cause, or {@code null}
	 */
	public GlobalBufferException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
