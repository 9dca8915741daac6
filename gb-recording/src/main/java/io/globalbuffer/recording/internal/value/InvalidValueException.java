// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording.internal.value;

/**
 * Bytes or a text that do not mean what they should mean. The message says so to people.
 */
public final class InvalidValueException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	/**
	 * Makes an exception.
	 * @param message what is wrong
	 */
	public InvalidValueException(String message) {
		super(message);
	}

}
