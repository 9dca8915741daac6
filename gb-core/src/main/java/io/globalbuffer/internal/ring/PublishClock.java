// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.internal.layout.SlotLayout;

/**
 * The clock of publish times: on Linux the monotonic one, which is the same for all
 * processes and is never set, elsewhere the wall clock. Their magnitudes tell them apart.
 */
public final class PublishClock {

	/**
	 * On Linux System.nanoTime is CLOCK_MONOTONIC, elsewhere it is unspecified.
	 */
	private static final boolean MONOTONIC = System.getProperty("os.name").equals("Linux");

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
	 * Returns how long ago a time was.
	 * @param time nanoseconds by either clock
	 * @return nanoseconds, at least 0
	 */
	public static long ageNanos(long time) {
		boolean wallClock = Long.compareUnsigned(time, SlotLayout.PUBLISH_TIME_WALL_CLOCK) >= 0;
		long now = wallClock ? wallClock() : System.nanoTime();
		// a time that no writer could have stored has a sign
		return (time < 0) ? 0 : Math.max(0, now - time);
	}

	private static long wallClock() {
		Instant now = Instant.now();
		return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
	}

}
