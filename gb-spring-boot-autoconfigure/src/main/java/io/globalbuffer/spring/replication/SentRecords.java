// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What a run of a publication has sent, up to the first failure: what comes after that is
 * read and sent again by the next run. Safe for use by many threads.
 */
final class SentRecords {

	/** Sent and not acknowledged, in order. */
	private final Queue<SentRecord> pending = new ArrayDeque<>();

	private @Nullable Throwable failure;

	private boolean advanced;

	/** By the system's timer; the run's begin as long as none is acknowledged. */
	private long acknowledgedAt = System.nanoTime();

	synchronized void add(SentRecord record) {
		this.pending.add(record);
	}

	/**
	 * Notes that a record is acknowledged.
	 * @param record the record
	 * @param acknowledged receives it, and those behind it that are acknowledged, unless
	 * one before them is not
	 * @return the last one of them; {@code null} if there was none
	 */
	synchronized @Nullable SentRecord acknowledge(SentRecord record, Consumer<SentRecord> acknowledged) {
		record.acknowledge();
		if (this.failure != null) {
			return null;
		}
		SentRecord last = null;
		for (SentRecord head = this.pending.peek(); head != null && head.isAcknowledged(); head = this.pending.peek()) {
			last = this.pending.remove();
			acknowledged.accept(last);
		}
		if (last != null) {
			this.advanced = true;
			this.acknowledgedAt = System.nanoTime();
		}
		return last;
	}

	/**
	 * Notes a failure.
	 * @return whether it is the first one
	 */
	synchronized boolean fail(Throwable reason) {
		if (this.failure != null) {
			return false;
		}
		this.failure = reason;
		return true;
	}

	synchronized @Nullable Throwable failure() {
		return this.failure;
	}

	/** Whether something of this run was acknowledged, or nothing has to be. */
	synchronized boolean isGoingOn() {
		return this.failure == null && (this.advanced || this.pending.isEmpty());
	}

	/** Since when the oldest one waits to be acknowledged; zero if none does. */
	synchronized Duration waiting() {
		SentRecord oldest = this.pending.peek();
		return (oldest != null) ? Duration.ofNanos(System.nanoTime() - oldest.sentAt()) : Duration.ZERO;
	}

	/** How long ago a record was acknowledged last. */
	synchronized Duration sinceAcknowledged() {
		return Duration.ofNanos(System.nanoTime() - this.acknowledgedAt);
	}

}
