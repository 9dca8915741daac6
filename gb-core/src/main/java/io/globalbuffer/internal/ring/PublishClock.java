// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.internal.layout.SlotLayout;
import io.globalbuffer.internal.os.ClockPair;

/**
 * The clock of publish times: on Linux the monotonic one, which is the same for all
 * processes and is never set, elsewhere the wall clock. Their magnitudes tell them apart.
 */
public final class PublishClock {

	/** The time at which a sample is published, which is not known before. */
	public static final long AT_PUBLICATION = 0;

	/**
	 * On Linux System.nanoTime is CLOCK_MONOTONIC, elsewhere it is unspecified.
	 */
	private static final boolean MONOTONIC = System.getProperty("os.name").equals("Linux");

	private static final long EARLIEST_SECOND = TimeUnit.NANOSECONDS.toSeconds(SlotLayout.PUBLISH_TIME_WALL_CLOCK);

	private static final long LATEST_SECOND = TimeUnit.NANOSECONDS.toSeconds(Long.MAX_VALUE);

	private PublishClock() {
	}

	/**
	 * The time now.
	 * @return nanoseconds by the clock of this system
	 */
	static long now() {
		return MONOTONIC ? System.nanoTime() : wallClock();
	}

	/**
	 * The time of a publication long ago.
	 * @param writtenAt when it was
	 * @return nanoseconds by the wall clock
	 * @throws IllegalArgumentException if it cannot be stored as one of the wall clock
	 */
	public static long of(Instant writtenAt) {
		long seconds = writtenAt.getEpochSecond();
		if (seconds <= EARLIEST_SECOND || seconds >= LATEST_SECOND) {
			throw new IllegalArgumentException("A publish time lies between " + Instant.ofEpochSecond(EARLIEST_SECOND)
					+ " and " + Instant.ofEpochSecond(LATEST_SECOND) + ", not at " + writtenAt);
		}
		return nanos(writtenAt);
	}

	/**
	 * Returns how long ago a time was.
	 * @param time nanoseconds by either clock
	 * @return nanoseconds, at least 0
	 */
	public static long ageNanos(long time) {
		long now = isWallClock(time) ? wallClock() : System.nanoTime();
		// a time that no writer could have stored has a sign
		return (time < 0) ? 0 : Math.max(0, now - time);
	}

	/**
	 * Returns when a time was.
	 * @param time nanoseconds by either clock
	 * @return the moment; that of now for a monotonic time that lies in the future, or
	 * that no writer could have stored
	 */
	public static Instant moment(long time) {
		if (isWallClock(time)) {
			return Instant.EPOCH.plusNanos(time);
		}
		ClockPair now = ClockPair.now();
		return (time < 0) ? now.instant() : now.at(Math.min(time, now.nanoTime()));
	}

	private static boolean isWallClock(long time) {
		return time >= SlotLayout.PUBLISH_TIME_WALL_CLOCK;
	}

	private static long wallClock() {
		return nanos(Instant.now());
	}

	private static long nanos(Instant moment) {
		return TimeUnit.SECONDS.toNanos(moment.getEpochSecond()) + moment.getNano();
	}

}
