// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.exception;

/**
 * Memory of a segment was taken away under an open handle: its file was truncated, or its
 * file system had no memory for it. The handle is of no use any more; others are not
 * affected.
 */
public class BufferLostException extends GlobalBufferException {

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 * @param cause the fault
	 */
	public BufferLostException(String message, Throwable cause) {
		super(message, cause);
	}

}
