// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.exception;

/**
 * The segment holds something else than was asked for: another kind, element type, shape,
 * capacity or schema.
 */
public class SchemaMismatchException extends GlobalBufferException {

	/**
	 * Creates an exception.
	 * @param message what happened, to which buffer, and what to do
	 */
	public SchemaMismatchException(String message) {
		super(message);
	}

}
