// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.exception;

/**
 * The file is not a segment, or its header contradicts itself or the file's size.
 */
public class InvalidSegmentException extends GlobalBufferException {

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 */
	public InvalidSegmentException(String message) {
		super(message);
	}

}
