// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.GlobalBufferException;

/**
 * A recording cannot be written or read. The message says which file, and what to do.
 */
public final class RecordingException extends GlobalBufferException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates an exception.
	 * @param message what happened, and what to do
	 * @param cause the cause, or {@code null}
	 */
	public RecordingException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
