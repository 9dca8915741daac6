// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * One moment by both clocks, the monotonic one and that of the wall.
 *
 * @param nanoTime the moment as {@link System#nanoTime()}
 * @param instant the same moment
 */
public record ClockPair(long nanoTime, Instant instant) {

	/** Between them the thread may be put aside: then both are read again. */
	private static final long NEAR_NANOS = TimeUnit.MICROSECONDS.toNanos(5);

	private static final int TRIES = 8;

	/**
	 * Reads both clocks.
	 * @return the nearest of some readings
	 */
	public static ClockPair now() {
		return now(System::nanoTime, Instant::now);
	}

	static ClockPair now(LongSupplier monotonic, Supplier<Instant> wall) {
		ClockPair nearest = new ClockPair(0, Instant.EPOCH);
		long shortest = Long.MAX_VALUE;
		for (int attempt = 0; attempt < TRIES && shortest > NEAR_NANOS; attempt++) {
			long before = monotonic.getAsLong();
			Instant instant = wall.get();
			long passed = monotonic.getAsLong() - before;
			if (passed < shortest) {
				shortest = passed;
				nearest = new ClockPair(before + passed / 2, instant);
			}
		}
		return nearest;
	}

	/**
	 * Returns when a monotonic time was, or will be.
	 * @param time as {@link System#nanoTime()}
	 * @return the moment by the wall clock as it is now
	 */
	public Instant at(long time) {
		return this.instant.plusNanos(time - this.nanoTime);
	}

}
