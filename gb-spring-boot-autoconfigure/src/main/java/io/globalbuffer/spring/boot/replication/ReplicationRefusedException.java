// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

/**
 * Replications are declared, and what they need of Apache Kafka is not there.
 */
class ReplicationRefusedException extends RuntimeException {

	private final String action;

	ReplicationRefusedException(String description, String action) {
		super(description);
		this.action = action;
	}

	String action() {
		return this.action;
	}

}
