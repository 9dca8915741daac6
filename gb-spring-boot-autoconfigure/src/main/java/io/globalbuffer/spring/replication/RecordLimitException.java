// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

/**
 * Apache Kafka is not set to take records as large as samples are.
 */
final class RecordLimitException extends RuntimeException {

	RecordLimitException(String message) {
		super(message);
	}

}
