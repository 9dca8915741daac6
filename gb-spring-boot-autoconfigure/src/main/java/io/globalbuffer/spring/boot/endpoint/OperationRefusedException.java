// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.endpoint;

/**
 * An operation on a listener was not carried out. The message says what is wrong, and is
 * fit to be shown.
 */
public class OperationRefusedException extends RuntimeException {

	private final Reason reason;

	/**
	 * Creates an exception.
	 * @param reason of which kind
	 * @param message what is wrong, and what to do
	 */
	public OperationRefusedException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * Why it was not carried out.
	 * @return the kind of reason
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * A kind of reason.
	 */
	public enum Reason {

		/** There is no such buffer or listener. */
		UNKNOWN,

		/** There is no such action. */
		INVALID,

		/** It cannot be done now. */
		CONFLICT

	}

}
