// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.exception;

/**
 * The segment exists, but its creator has not finished it (or died before it did).
 */
public class BufferNotReadyException extends GlobalBufferException {

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 */
	public BufferNotReadyException(String message) {
		super(message);
	}

}
