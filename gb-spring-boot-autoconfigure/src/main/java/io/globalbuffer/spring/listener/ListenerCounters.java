// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferReader;

/**
 * A listener's counts, written by one thread at a time and read by any; they outlive a
 * restart.
 */
final class ListenerCounters {

	private final LongAdder delivered = new LongAdder();

	private final LongAdder errors = new LongAdder();

	private final LongAdder givenUp = new LongAdder();

	/** Of those that were given up. */
	private final LongAdder unkept = new LongAdder();

	private final LongAdder filtered = new LongAdder();

	/** Taken from a reader, but not delivered since newer ones were to be. */
	private final LongAdder dropped = new LongAdder();

	private volatile long overruns;

	private volatile long skipped;

	/** Up to where samples are done: what comes again is counted again from there. */
	private long overrunsDone;

	private long skippedDone;

	private volatile @Nullable ListenerError lastError;

	/** Absent while what was reached succeeds. */
	private volatile @Nullable Streak streak;

	void countDelivered(int samples) {
		this.delivered.add(samples);
	}

	void countFiltered(int samples) {
		this.filtered.add(samples);
	}

	void countDropped(int samples) {
		this.dropped.add(samples);
	}

	/** Samples that failed and will not be attempted again. */
	void countGivenUp(int samples) {
		this.givenUp.add(samples);
	}

	/** A sample that was given up, and could not be kept. */
	void countUnkept() {
		this.unkept.increment();
	}

	void countError(CallStage stage, ListenerError error) {
		this.errors.increment();
		long now = System.nanoTime();
		Streak before = this.streak;
		this.streak = (before != null) ? before.with(stage, now) : new Streak(stage, now, now);
		noteError(error);
	}

	void noteError(ListenerError error) {
		this.lastError = error;
	}

	/**
	 * Notes that nothing has failed, up to a stage: that says nothing of what failed
	 * later on the way. Costs two looks where nothing had failed before.
	 */
	void noteSuccess(CallStage reached) {
		Streak failing = this.streak;
		if (failing != null && failing.furthest().compareTo(reached) > 0) {
			return;
		}
		if (failing != null) {
			this.streak = null;
		}
		noteErrorPast();
	}

	/** Notes that the listener has got over its last error, if there was one. */
	void noteErrorPast() {
		ListenerError error = this.lastError;
		if (error != null && !error.past()) {
			this.lastError = error.over();
		}
	}

	/**
	 * Takes over a reader's own counts, as long as it is open.
	 */
	Position position(BufferReader<?> reader) {
		// what failed before is nothing that this run has seen
		this.streak = null;
		return new Position(reader, this.overrunsDone, this.skippedDone);
	}

	long overruns() {
		return this.overruns;
	}

	ListenerStatistics snapshot(OptionalLong lag, Optional<Duration> inCallFor) {
		Streak failing = this.streak;
		return new ListenerStatistics(this.delivered.sum(), lag, this.overruns, this.skipped + this.dropped.sum(),
				this.filtered.sum(), this.errors.sum(), this.givenUp.sum(), this.unkept.sum(),
				Optional.ofNullable(this.lastError), (failing != null) ? failing.length() : Duration.ZERO, inCallFor);
	}

	/**
	 * Failures without a success between them.
	 *
	 * @param furthest the last of the stages that failed
	 * @param first when the first was, by the system's timer
	 * @param last when the last was
	 */
	private record Streak(CallStage furthest, long first, long last) {

		Streak with(CallStage stage, long now) {
			return new Streak((stage.compareTo(this.furthest) > 0) ? stage : this.furthest, this.first, now);
		}

		Duration length() {
			return Duration.ofNanos(this.last - this.first);
		}

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

		/** What comes again was counted before: a count never falls. */
		void publish() {
			ListenerCounters outer = ListenerCounters.this;
			outer.overruns = Math.max(outer.overruns, this.overrunsBefore + this.reader.overruns());
			outer.skipped = Math.max(outer.skipped, this.skippedBefore + this.reader.skipped());
		}

		/** Notes what was counted up to where samples are done. */
		void noteDone(StreamPlace place) {
			ListenerCounters.this.overrunsDone = this.overrunsBefore + place.overruns();
			ListenerCounters.this.skippedDone = this.skippedBefore + place.skipped();
		}

	}

}
