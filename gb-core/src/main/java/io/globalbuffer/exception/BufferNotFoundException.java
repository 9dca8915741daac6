// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.exception;

/**
 * There is no segment of that name in the directory.
 */
public class BufferNotFoundException extends GlobalBufferException {

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 */
	public BufferNotFoundException(String message) {
		super(message);
	}

}
