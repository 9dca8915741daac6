// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import java.util.Map;

import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * What a producer must guarantee: that records come in order and once, and that those
 * which were acknowledged stay.
 */
final class ProducerGuarantees {

	private ProducerGuarantees() {
	}

	/**
	 * Refuses settings with which it does not.
	 * @param configuration the producer's settings
	 * @throws ReplicationRefusedException if there is one
	 */
	static void require(Map<String, Object> configuration) {
		require(configuration, ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true", "records come twice and out of order");
		require(configuration, ProducerConfig.ACKS_CONFIG, "all|-1",
				"a record that was acknowledged is lost with the broker that did so");
		require(configuration, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "[1-5]",
				"records come out of order");
		require(configuration, ProducerConfig.RETRIES_CONFIG, "[1-9][0-9]*", "records come out of order");
	}

	private static void require(Map<String, Object> configuration, String key, String allowed, String consequence) {
		Object value = configuration.get(key);
		if (value != null && !value.toString().strip().matches(allowed)) {
			throw new ReplicationRefusedException(
					"Replications cannot use the application's Apache Kafka, whose producers are set to " + key + "="
							+ value + ": with it " + consequence + ".",
					"Remove " + key + " from spring.kafka.producer and spring.kafka.properties: Kafka's default is"
							+ " right.");
		}
	}

}
