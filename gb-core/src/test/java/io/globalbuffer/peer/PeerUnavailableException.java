// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.peer;

/**
 * A Python environment cannot be made here.
 */
class PeerUnavailableException extends Exception {

	private static final long serialVersionUID = 1L;

	PeerUnavailableException(String message) {
		super(message);
	}

	PeerUnavailableException(String message, Throwable cause) {
		super(message + ": " + cause, cause);
	}

}
