// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

import org.springframework.kafka.listener.BatchAcknowledgingMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.kafka.support.Acknowledgment;

import io.globalbuffer.spring.MirrorPace;

/**
 * Receives the records of a mirror. What cannot be written now comes again a while later,
 * for as long as it takes. Called by the thread of the consumer.
 */
final class MirrorListener
		implements BatchAcknowledgingMessageListener<byte[], ByteBuffer>, ConsumerAwareRebalanceListener {

	private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

	/** How long a batch may wait for its samples to be due before it is given back. */
	private static final long LONGEST_BATCH_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** How soon it sees that it is to stop. */
	private static final Duration PATIENCE = Duration.ofMillis(50);

	private static final long LOOK_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final MirrorDefinition definition;

	private final MirrorStatus status;

	private final MirroredSegment segment;

	private final RecordMirror records;

	private final MirrorBeginning beginning;

	private final BooleanSupplier stopping;

	/** {@code null} if samples are written as fast as they come. */
	private final @Nullable PublishedPace pace;

	/** Ends this consumer. */
	private final Runnable end;

	/** Whether it is not known where to read. */
	private boolean astray;

	/** Which record of the batch comes next. */
	private int next;

	private long looked = System.nanoTime();

	/**
	 * Creates a listener.
	 * @param definition what is declared
	 * @param status learns what becomes of it
	 * @param segment what is written
	 * @param records writes it
	 * @param beginning tells where to read
	 * @param stopping whether the mirror is to stop
	 * @param end ends the consumer, so that another one begins
	 */
	MirrorListener(MirrorDefinition definition, MirrorStatus status, MirroredSegment segment, RecordMirror records,
			MirrorBeginning beginning, BooleanSupplier stopping, Runnable end) {
		this.definition = definition;
		this.status = status;
		this.segment = segment;
		this.records = records;
		this.beginning = beginning;
		this.stopping = stopping;
		this.pace = (definition.pace() == MirrorPace.ORIGINAL) ? new PublishedPace() : null;
		this.end = end;
	}

	@Override
	public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
		try {
			this.beginning.seek(consumer, partitions);
		}
		catch (RuntimeException ex) {
			this.astray = true;
			failed(ex);
			this.end.run();
			return;
		}
		if (consumer.assignment().isEmpty()) {
			this.status.waiting("It waits for topic '" + this.definition.topic()
					+ "', or for another consumer of group '" + this.definition.groupId() + "' to leave");
		}
		else {
			running();
		}
	}

	@Override
	public void onMessage(List<ConsumerRecord<byte[], ByteBuffer>> batch, @Nullable Acknowledgment acknowledgment) {
		Acknowledgment answer = Objects.requireNonNull(acknowledgment, "Offsets are committed by hand");
		if (this.astray) {
			return;
		}
		Optional<Duration> pause = write(batch);
		if (pause.isPresent()) {
			answer.nack(this.next, pause.get());
		}
		else {
			answer.acknowledge();
		}
	}

	/**
	 * Writes what is due and can be written.
	 * @return after which time the rest is to come again; empty if all is written
	 */
	private Optional<Duration> write(List<ConsumerRecord<byte[], ByteBuffer>> batch) {
		long began = System.nanoTime();
		ConsumerRecord<byte[], ByteBuffer> last = null;
		this.next = 0;
		try {
			look();
			for (; this.next < batch.size(); this.next++) {
				ConsumerRecord<byte[], ByteBuffer> record = batch.get(this.next);
				if (!this.records.isNew(record)) {
					continue;
				}
				if (this.pace != null && !awaitDue(this.pace, began)) {
					if (last != null) {
						running();
					}
					return Optional.of(PATIENCE);
				}
				this.records.take(record);
				last = record;
			}
			running();
			return Optional.empty();
		}
		catch (RuntimeException ex) {
			failed(ex);
			return Optional.of(RETRY_INTERVAL);
		}
		finally {
			if (last != null) {
				this.beginning.goOnAt(last.partition(), last.offset() + 1);
			}
		}
	}

	/** One that is to stop says no more. */
	private void running() {
		if (!this.stopping.getAsBoolean()) {
			this.status.running();
		}
	}

	/** A stop ends what takes long. */
	private void failed(RuntimeException ex) {
		if (!this.stopping.getAsBoolean()) {
			this.status.failing(ex);
		}
	}

	/** Once a second at most. */
	private void look() {
		long now = System.nanoTime();
		if (now - this.looked > LOOK_INTERVAL_NANOS) {
			this.looked = now;
			this.segment.look();
		}
	}

	/** Whether the sample is due: the consumer must poll now and then. */
	private boolean awaitDue(PublishedPace paced, long began) {
		long left = paced.untilDue(this.records.published(), System.nanoTime());
		while (left > 0) {
			if (this.stopping.getAsBoolean() || System.nanoTime() - began > LONGEST_BATCH_NANOS) {
				return false;
			}
			LockSupport.parkNanos(Math.min(left, PATIENCE.toNanos()));
			left = paced.untilDue(this.records.published(), System.nanoTime());
		}
		return true;
	}

}
