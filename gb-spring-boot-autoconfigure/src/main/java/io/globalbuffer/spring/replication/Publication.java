// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.ProducerFactory;

import io.globalbuffer.BufferReader;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.spring.buffer.BufferReaders;

/**
 * Sends the samples of a buffer to a topic, from where its position is kept: at least
 * once each, and in order. Its reader is one like others: the writer never waits for it,
 * and a topic that is slow or out of reach costs samples that are overwritten meanwhile.
 * Safe for use by many threads.
 */
public final class Publication implements Replication {

	private final PublicationDefinition definition;

	private final ProducerFactory<byte[], byte[]> producers;

	private final RecordLimits limits;

	private final BufferReaders readers;

	private final Duration shutdownTimeout;

	private final ReplicationCounters counters = new ReplicationCounters();

	private volatile @Nullable PublicationLoop loop;

	/**
	 * Creates a publication.
	 * @param definition what is declared
	 * @param producers makes its producers, and is its alone
	 * @param admin the settings of a client that asks for those of the topic
	 * @param readers opens its readers
	 * @param shutdownTimeout how long a stop waits for what was read to be sent
	 */
	public Publication(PublicationDefinition definition, ProducerFactory<byte[], byte[]> producers,
			Map<String, Object> admin, BufferReaders readers, Duration shutdownTimeout) {
		this.definition = definition;
		this.producers = producers;
		this.limits = new RecordLimits(definition, producers.getConfigurationProperties(), admin);
		this.readers = readers;
		this.shutdownTimeout = shutdownTimeout;
	}

	@Override
	public PublicationDefinition definition() {
		return this.definition;
	}

	@Override
	public ReplicationState state() {
		PublicationLoop current = this.loop;
		if (current == null || !current.isAlive()) {
			return ReplicationState.STOPPED;
		}
		if (current.failure().isPresent()) {
			return ReplicationState.FAILING;
		}
		return current.obstacle().isPresent() ? ReplicationState.WAITING : ReplicationState.RUNNING;
	}

	@Override
	public Optional<String> problem() {
		PublicationLoop current = this.loop;
		return (current != null && current.isAlive()) ? current.failure().or(current::obstacle) : Optional.empty();
	}

	@Override
	public ReplicationStatistics statistics() {
		return this.counters.statistics();
	}

	@Override
	public synchronized void start() {
		PublicationLoop current = this.loop;
		if (current == null || !current.isAlive()) {
			PublicationLoop next = new PublicationLoop(this);
			next.start();
			this.loop = next;
		}
	}

	@Override
	public synchronized void stop() {
		PublicationLoop current = this.loop;
		if (current != null) {
			current.stop(this.shutdownTimeout);
		}
	}

	/** Begins a run, which the loop closes. */
	PublicationRun open() {
		BufferReader<byte[]> reader = this.readers.open(this.definition.buffer(),
				// what was given to a producer is in its memory when that returns
				(builder) -> builder.resumeAs("replication/" + this.definition.name()).doneByCaller().reusingArrays(),
				ReaderBuilder::asRawBytes);
		return new PublicationRun(this.definition, reader, this.producers, this.limits, this.counters);
	}

}
