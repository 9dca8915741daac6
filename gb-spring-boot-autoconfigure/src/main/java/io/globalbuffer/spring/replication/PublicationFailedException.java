// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

/**
 * A record was not acknowledged, and will not be.
 */
final class PublicationFailedException extends RuntimeException {

	PublicationFailedException(Throwable cause) {
		super(cause.getMessage(), cause);
	}

}
