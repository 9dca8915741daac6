// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.kafka.core.ConsumerFactory;

/**
 * Writes the samples of a topic into a buffer, each once and in order, also over restarts
 * and kills of this process. Safe for use by many threads.
 */
public final class Mirror implements Replication {

	private final MirrorDefinition definition;

	private final ConsumerFactory<byte[], ByteBuffer> consumers;

	private final MirrorWriters writers;

	private final Duration shutdownTimeout;

	private final MirrorStatus status;

	private final ReplicationCounters counters = new ReplicationCounters();

	private @Nullable MirrorLoop loop;

	/**
	 * Creates a mirror.
	 * @param definition what is declared
	 * @param consumers makes its consumers, and is its alone
	 * @param writers opens its writers
	 * @param shutdownTimeout how long a stop waits for what was received to be written
	 */
	public Mirror(MirrorDefinition definition, ConsumerFactory<byte[], ByteBuffer> consumers, MirrorWriters writers,
			Duration shutdownTimeout) {
		this.definition = definition;
		this.consumers = consumers;
		this.writers = writers;
		this.shutdownTimeout = shutdownTimeout;
		this.status = new MirrorStatus(definition);
	}

	@Override
	public MirrorDefinition definition() {
		return this.definition;
	}

	@Override
	public ReplicationState state() {
		return this.status.state();
	}

	@Override
	public Optional<String> problem() {
		return this.status.problem();
	}

	@Override
	public ReplicationStatistics statistics() {
		return this.counters.statistics();
	}

	@Override
	public synchronized void start() {
		if (this.loop == null) {
			this.loop = new MirrorLoop(this.definition, this.consumers, this.writers, this.status, this.counters,
					this.shutdownTimeout);
			this.loop.start();
		}
	}

	@Override
	public synchronized void stop() {
		if (this.loop != null) {
			this.loop.stop();
			this.loop = null;
		}
	}

}
