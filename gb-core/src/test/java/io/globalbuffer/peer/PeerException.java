// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.peer;

/**
 * A Python exception that a command of a peer raised.
 */
public class PeerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String type;

	PeerException(String type, String message) {
		super(type + ": " + message);
		this.type = type;
	}

	/**
	 * Return the name of the exception's Python class, such as {@code SchemaMismatch}.
	 * @return the simple class name
	 */
	public String type() {
		return this.type;
	}

}
