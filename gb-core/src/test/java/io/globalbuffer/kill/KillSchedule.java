// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.kill;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * When processes are killed: after random short moments, again and again, for a time that
 * the system property {@code globalbuffer.kills} prolongs ({@code PT10M}, for example).
 */
public final class KillSchedule {

	private static final String SETTING = "globalbuffer.kills";

	private static final String DEFAULT = "PT2S";

	private static final long SEED = 20_250_916;

	/** So long that some have come to their full speed. */
	private static final long LONGEST_MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

	private final Random random = new Random(SEED);

	private final Duration duration = Duration.parse(System.getProperty(SETTING, DEFAULT));

	private final long begin = System.nanoTime();

	private int moments;

	/**
	 * Whether there is time for another kill; at least one.
	 * @return true if there is
	 */
	public boolean goesOn() {
		return this.moments == 0 || System.nanoTime() - this.begin < this.duration.toNanos();
	}

	/** Lets a random moment pass. */
	public void pause() {
		this.moments++;
		long end = System.nanoTime() + this.random.nextLong(LONGEST_MOMENT_NANOS);
		for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	/** What to say of a failure. */
	@Override
	public String toString() {
		return this.moments + " kills with seed " + SEED;
	}

}
