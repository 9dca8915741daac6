// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.kafka.core.ConsumerFactory;

import io.globalbuffer.Position;
import io.globalbuffer.spring.buffer.BufferDefinition;

/**
 * What a mirror does from a start to the next stop: it takes up where the last one
 * stopped, and does so again a while after each failure that ended its consumer.
 */
final class MirrorLoop implements Runnable {

	private static final Log logger = LogFactory.getLog(MirrorLoop.class);

	private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

	/** How long its thread has to close what it holds. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final MirrorDefinition definition;

	private final ConsumerFactory<byte[], ByteBuffer> consumers;

	private final MirrorWriters writers;

	private final MirrorStatus status;

	private final ReplicationCounters counters;

	private final Duration shutdownTimeout;

	private final CountDownLatch stopSignal = new CountDownLatch(1);

	private final Thread thread;

	MirrorLoop(MirrorDefinition definition, ConsumerFactory<byte[], ByteBuffer> consumers, MirrorWriters writers,
			MirrorStatus status, ReplicationCounters counters, Duration shutdownTimeout) {
		this.definition = definition;
		this.consumers = consumers;
		this.writers = writers;
		this.status = status;
		this.counters = counters;
		this.shutdownTimeout = shutdownTimeout;
		this.thread = Thread.ofPlatform().name("globalbuffer-replication-" + definition.name()).unstarted(this);
	}

	void start() {
		this.status.waiting("It begins");
		this.thread.start();
	}

	/** Stops it, when what was received is written. */
	void stop() {
		this.stopSignal.countDown();
		try {
			if (!this.thread.join(this.shutdownTimeout.plus(GRACE))) {
				this.thread.interrupt();
				this.thread.join(GRACE);
			}
		}
		catch (InterruptedException ex) {
			this.thread.interrupt();
			Thread.currentThread().interrupt();
		}
	}

	private boolean isStopping() {
		return this.stopSignal.getCount() == 0;
	}

	@Override
	public void run() {
		try {
			while (!isStopping()) {
				mirrorUntilFailure();
				this.stopSignal.await(RETRY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			logger.debug("Interrupted: what is not written comes again after the next start", ex);
		}
		finally {
			this.status.stopped();
		}
	}

	private void mirrorUntilFailure() throws InterruptedException {
		BufferDefinition buffer = this.definition.buffer();
		String source = String.join("\n", this.definition.topic(), this.definition.stream(), this.definition.groupId());
		try {
			Optional<MirrorJournal> held = MirrorJournal.hold(buffer.directory(), buffer.segment(), source);
			if (held.isEmpty()) {
				this.status.waiting("Another mirror, here or in another process, fills segment '" + buffer.segment()
						+ "' in " + buffer.directory());
				return;
			}
			try (MirrorJournal journal = held.get();
					MirroredSegment segment = new MirroredSegment(this.definition, this.writers, journal)) {
				mirror(segment);
			}
		}
		catch (RuntimeException | Error ex) {
			this.status.failing(ex);
		}
	}

	private void mirror(MirroredSegment segment) throws InterruptedException {
		MirrorBeginning beginning = new MirrorBeginning(this.definition.start());
		List<Position> expected = new ArrayList<>();
		segment.resume().ifPresent((note) -> {
			int done = note.written() ? 1 : 0;
			beginning.goOnAt(note.partition(), note.offset() + done);
			expected.add(note.origin().at(note.origin().sequence() + done));
			expected.addAll(note.earlier());
		});
		StreamSpecs specs = new StreamSpecs(this.definition, this.consumers, this::isStopping);
		MirrorLedger ledger = new MirrorLedger(expected, this.counters);
		RecordMirror records = new RecordMirror(this.definition, segment, specs, ledger, this.counters);
		MirrorConsumer consumer = new MirrorConsumer(this.definition, this.consumers, this.status,
				this.shutdownTimeout);
		consumer.start(new MirrorListener(this.definition, this.status, segment, records, beginning, this::isStopping,
				consumer::end));
		try {
			while (!isStopping() && !consumer.awaitEnd(Duration.ofMillis(100))) {
				// both may come
			}
		}
		finally {
			consumer.stop();
		}
	}

}
