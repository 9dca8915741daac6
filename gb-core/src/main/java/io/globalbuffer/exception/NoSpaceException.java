// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.exception;

/**
 * The file system has no room for the segment.
 */
public class NoSpaceException extends GlobalBufferException {

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 */
	public NoSpaceException(String message) {
		super(message);
	}

}
