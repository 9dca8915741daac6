// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.exception;

/**
 * The handle was closed, before the call or while it waited.
 */
public class BufferClosedException extends GlobalBufferException {

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 */
	public BufferClosedException(String message) {
		super(message);
	}

}
