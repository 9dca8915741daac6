// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.watch;

import java.util.concurrent.TimeUnit;

/**
 * When to look at a stream whose writer wakes nobody: around the time at which a sample
 * is due, and as Python does while that cannot be told. Learns it anew with each writer.
 */
final class LookSchedule {

	/** Those of the Python package. */
	private static final long FIRST_PAUSE_NANOS = 50_000;

	static final long LONGEST_PAUSE_NANOS = 2_000_000;

	private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private final ArrivalForecast forecast = new ArrivalForecast();

	private long writer;

	private boolean begins = true;

	/** The first look at the stream's present count, and that count. */
	private long stillSince;

	private long count = -1;

	/** The next pause while nothing can be told. */
	private long ladder = FIRST_PAUSE_NANOS;

	/** The pause that was given last. */
	private long pause;

	/** Begins a new wait. */
	void begin() {
		this.forecast.begin();
		this.begins = true;
	}

	/**
	 * Takes note of a look that found no sample.
	 * @param stream what was looked at
	 * @param seen its count
	 * @param now when, in nanoseconds
	 * @return after how many nanoseconds to look again
	 */
	long nextPause(WatchedStream stream, long seen, long now) {
		if (seen != this.count) {
			this.count = seen;
			this.stillSince = now;
		}
		if (this.begins) {
			this.begins = false;
			beginWait(now);
		}
		long current = stream.writer();
		if (current != this.writer) {
			this.writer = current;
			this.forecast.forget();
		}
		long foreseen = this.forecast.lookedInVain(now, seen, stream.capacity());
		this.pause = (foreseen != ArrivalForecast.NONE) ? foreseen : climb();
		return this.pause;
	}

	/** One that was given up, and followed by another one, is the same silence. */
	private void beginWait(long now) {
		if (now - this.stillSince < SILENCE_NANOS) {
			this.ladder = FIRST_PAUSE_NANOS;
		}
	}

	private long climb() {
		long taken = this.ladder;
		this.ladder = Math.min(2 * taken, LONGEST_PAUSE_NANOS);
		return taken;
	}

	/**
	 * Takes note of a look before its time, that found no sample.
	 * @param now when, in nanoseconds
	 * @return after how many nanoseconds to look again
	 */
	long nextPauseMeanwhile(long now) {
		return Math.min(this.pause, this.forecast.lookedInVainMeanwhile(now));
	}

	/**
	 * Takes note of a look that found a sample.
	 * @param seen the stream's count
	 * @param now when, in nanoseconds
	 */
	void arrived(long seen, long now) {
		this.forecast.arrived(now, seen);
	}

	/**
	 * Whether the stream has been silent for long, and no sample is expected.
	 * @param now the time, in nanoseconds
	 */
	boolean isSilent(long now) {
		return this.pause == LONGEST_PAUSE_NANOS && now - this.stillSince >= SILENCE_NANOS;
	}

}
