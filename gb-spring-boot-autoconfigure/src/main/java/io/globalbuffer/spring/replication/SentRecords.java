// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.Position;

/**
 * What a run of a publication has sent, up to the first failure: what comes after that is
 * read and sent again by the next run. Safe for use by many threads.
 */
final class SentRecords {

	/** Sent and not acknowledged, in order. */
	private final Queue<SentRecord> pending = new ArrayDeque<>();

	/** Sent in vain by runs before; nothing of this run is acknowledged yet. */
	private List<SentRecord> inVain;

	private Position place;

	private @Nullable Throwable failure;

	private boolean advanced;

	/**
	 * Creates the records of the first run.
	 * @param place where the reader stands
	 */
	SentRecords(Position place) {
		this(place, List.of());
	}

	private SentRecords(Position place, List<SentRecord> inVain) {
		this.place = place;
		this.inVain = inVain;
	}

	/** Those of the next run. */
	synchronized SentRecords next() {
		List<SentRecord> left = new ArrayList<>(this.inVain);
		left.addAll(this.pending);
		return new SentRecords(this.place, left);
	}

	/** Behind what was acknowledged without a gap. */
	synchronized Position place() {
		return this.place;
	}

	/**
	 * How many samples of other segments were sent in vain, and so are lost: what of this
	 * one was is read again.
	 */
	synchronized long lostOutside(Position segment) {
		return this.inVain.stream()
			.filter((record) -> !record.segment().isSameSegment(segment))
			.mapToLong(SentRecord::weight)
			.sum();
	}

	synchronized void add(SentRecord record) {
		this.pending.add(record);
	}

	/**
	 * Notes that a record is acknowledged.
	 * @param record the record
	 * @param acknowledged receives it, and those behind it that are acknowledged, unless
	 * one before them is not
	 * @return whether there was any
	 */
	synchronized boolean acknowledge(SentRecord record, Consumer<SentRecord> acknowledged) {
		record.acknowledge();
		if (this.failure != null) {
			return false;
		}
		SentRecord last = null;
		for (SentRecord head = this.pending.peek(); head != null && head.isAcknowledged(); head = this.pending.peek()) {
			last = this.pending.remove();
			acknowledged.accept(last);
		}
		if (last == null) {
			return false;
		}
		this.place = last.behind();
		this.inVain = List.of();
		this.advanced = true;
		return true;
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

}
