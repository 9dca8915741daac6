// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.exception;

/**
 * A consistent read, or the writer's turn, was not to be had within the time allowed.
 */
public class BufferContendedException extends GlobalBufferException {

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 */
	public BufferContendedException(String message) {
		super(message);
	}

}
