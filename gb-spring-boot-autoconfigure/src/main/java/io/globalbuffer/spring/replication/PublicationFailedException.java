// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

/**
 * A record was not acknowledged, and will not be.
 */
final class PublicationFailedException extends RuntimeException {

	private final Throwable reason;

	PublicationFailedException(Throwable reason) {
		super(reason);
		this.reason = reason;
	}

	/** Why not. */
	Throwable reason() {
		return this.reason;
	}

}
