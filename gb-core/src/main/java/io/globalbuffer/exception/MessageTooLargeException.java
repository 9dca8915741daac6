// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.exception;

/**
 * An encoded message is larger than the buffer's slots, or a sample than the heap.
 */
public class MessageTooLargeException extends GlobalBufferException {

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 */
	public MessageTooLargeException(String message) {
		super(message);
	}

	/**
	 * Creates an exception with a cause.
	 * @param message what happened, to which buffer, and what to do
	 * @param cause the cause
	 */
	public MessageTooLargeException(String message, Throwable cause) {
		super(message, cause);
	}

}
