// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.time.Duration;
import java.util.Optional;

import org.springframework.kafka.core.DefaultKafkaProducerFactory;

import io.globalbuffer.spring.buffer.BufferReaders;

/**
 * Sends the samples of a buffer to a topic. Safe for use by many threads.
 */
public final class Publication implements Replication {

	private final PublicationDefinition definition;

	/**
	 * Creates a publication.
	 * @param definition what is declared
	 * @param producers makes its producers, and is its alone
	 * @param readers opens its readers
	 * @param shutdownTimeout how long a stop waits for what was read to be sent
	 */
	public Publication(PublicationDefinition definition, DefaultKafkaProducerFactory<byte[], byte[]> producers,
			BufferReaders readers, Duration shutdownTimeout) {
		this.definition = definition;
	}

	@Override
	public PublicationDefinition definition() {
		return this.definition;
	}

	@Override
	public ReplicationState state() {
		return ReplicationState.STOPPED;
	}

	@Override
	public Optional<String> problem() {
		return Optional.empty();
	}

	@Override
	public ReplicationStatistics statistics() {
		return new ReplicationStatistics(0, 0, 0, 0, 0, 0, 0);
	}

	@Override
	public void start() {
	}

	@Override
	public void stop() {
	}

}
