// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.os.ClockPair;

/**
 * The two clocks of heartbeats: the wall clock, which all but the first release stamp and
 * this library too, and the monotonic clock of 1.0.0. Their magnitudes tell them apart.
 */
public final class HeartbeatClock {

	/**
	 * How long both stamp and count must have stood still for a writer to be presumed
	 * dead.
	 */
	public static final Duration STILL = Duration.ofSeconds(2);

	/** A stamp this far in the future is a clock that was set back, not a newer one. */
	private static final long LARGEST_STEP_BACK = TimeUnit.SECONDS.toNanos(2);

	private HeartbeatClock() {
	}

	/**
	 * The stamp to store now.
	 * @param last the stamp that is stored
	 * @return nanoseconds of the wall clock, not below the last one unless the clock was
	 * set back far
	 */
	static long stamp(long last) {
		long now = now();
		boolean steppedBack = last > now && last - now <= LARGEST_STEP_BACK;
		return steppedBack ? last : now;
	}

	/**
	 * Whether a heartbeat is a time at all.
	 * @param heartbeat the field's value
	 * @return {@code false} if the writer never stamped, or closed
	 */
	public static boolean isStamp(long heartbeat) {
		return heartbeat != HeaderLayout.HEARTBEAT_NEVER && heartbeat != HeaderLayout.HEARTBEAT_CLOSED;
	}

	/**
	 * Returns how old a stamp is.
	 * @param heartbeat the stamp, by either clock
	 * @return nanoseconds; negative if it lies in the future
	 */
	public static long ageNanos(long heartbeat) {
		// on Linux System.nanoTime is CLOCK_MONOTONIC, with the same zero as Python's
		return (isWallClock(heartbeat) ? now() : System.nanoTime()) - heartbeat;
	}

	/**
	 * Returns when a stamp was made.
	 * @param heartbeat the stamp, by either clock
	 * @return the moment by the wall clock
	 */
	static Instant moment(long heartbeat) {
		return isWallClock(heartbeat) ? Instant.EPOCH.plusNanos(heartbeat) : ClockPair.now().at(heartbeat);
	}

	private static boolean isWallClock(long heartbeat) {
		return Long.compareUnsigned(heartbeat, HeaderLayout.HEARTBEAT_WALL_CLOCK) >= 0;
	}

	/**
	 * Whether a stamp is so young that its writer lives. One that lies further in the
	 * future than writers let stand is of a clock that was set back since, or of another
	 * start of the machine: a writer that lives stamps anew.
	 * @param heartbeat the stamp, by either clock
	 * @param timeout how old it may be
	 * @return {@code false} for one that is older, or no time at all
	 */
	public static boolean isFresh(long heartbeat, Duration timeout) {
		long age = ageNanos(heartbeat);
		return isStamp(heartbeat) && age >= -LARGEST_STEP_BACK && age < TimeUnit.NANOSECONDS.convert(timeout);
	}

	private static long now() {
		return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
	}

}
