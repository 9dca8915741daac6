// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.exception;

/**
 * A message could not be encoded, or the bytes of a sample are not such a message.
 */
public class CodecException extends GlobalBufferException {

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 */
	public CodecException(String message) {
		super(message);
	}

	/**
	 * Creates an exception with a cause.
	 * @param message what happened, to which buffer, and what to do
	 * @param cause the cause
	 */
	public CodecException(String message, Throwable cause) {
		super(message, cause);
	}

}
