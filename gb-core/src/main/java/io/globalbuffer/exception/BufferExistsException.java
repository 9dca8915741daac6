// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.exception;

/**
 * There is a segment of that name already, and its creator was not asked to take it over.
 */
public class BufferExistsException extends GlobalBufferException {

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 */
	public BufferExistsException(String message) {
		super(message);
	}

}
