// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.exception;

/**
 * Another reader has the identity, in this process or another one: one at a time goes on
 * where it stopped.
 */
public class ReaderConflictException extends GlobalBufferException {

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 */
	public ReaderConflictException(String message) {
		super(message);
	}

}
