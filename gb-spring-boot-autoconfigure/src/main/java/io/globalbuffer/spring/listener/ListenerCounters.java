// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferReader;

/**
 * A listener's counts, written by its one thread and read by any; they outlive a restart.
 */
final class ListenerCounters {

	private final LongAdder delivered = new LongAdder();

	private final LongAdder errors = new LongAdder();

	private final LongAdder filtered = new LongAdder();

	/** Taken from a reader, but not delivered since newer ones were to be. */
	private final LongAdder dropped = new LongAdder();

	private volatile long overruns;

	private volatile long skipped;

	private volatile @Nullable String lastError;

	void countDelivered(int samples, int leftOut) {
		this.delivered.add(samples);
		if (leftOut > 0) {
			this.filtered.add(leftOut);
		}
	}

	void countDropped(int samples) {
		this.dropped.add(samples);
	}

	void countError(Throwable error) {
		this.errors.increment();
		noteError(error);
	}

	void noteError(Throwable error) {
		this.lastError = error.getClass().getName();
	}

	/**
	 * Takes over a reader's own counts, as long as it is open.
	 */
	Position position(BufferReader<?> reader) {
		return new Position(reader, this.overruns, this.skipped);
	}

	long overruns() {
		return this.overruns;
	}

	ListenerStatistics snapshot(OptionalLong lag) {
		return new ListenerStatistics(this.delivered.sum(), lag, this.overruns, this.skipped + this.dropped.sum(),
				this.filtered.sum(), this.errors.sum(), Optional.ofNullable(this.lastError));
	}

	/**
	 * Adds the counts of one reader to those of the readers before it.
	 */
	final class Position {

		private final BufferReader<?> reader;

		private final long overrunsBefore;

		private final long skippedBefore;

		private Position(BufferReader<?> reader, long overrunsBefore, long skippedBefore) {
			this.reader = reader;
			this.overrunsBefore = overrunsBefore;
			this.skippedBefore = skippedBefore;
		}

		void publish() {
			ListenerCounters.this.overruns = this.overrunsBefore + this.reader.overruns();
			ListenerCounters.this.skipped = this.skippedBefore + this.reader.skipped();
		}

	}

}
