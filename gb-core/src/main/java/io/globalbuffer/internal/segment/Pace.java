// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.time.Duration;

/**
 * Keeps looks that lead to nothing new apart. Safe for use by many threads.
 */
public final class Pace {

	private static final Duration INTERVAL = Duration.ofMillis(50);

	private final long intervalNanos;

	private volatile long lastLook;

	/** Of 50 ms. */
	public Pace() {
		this(INTERVAL);
	}

	/**
	 * Of another length.
	 * @param interval from one look to the next
	 */
	public Pace(Duration interval) {
		this.intervalNanos = interval.toNanos();
		forget();
	}

	/**
	 * Whether it is time for another look.
	 * @return {@code true} unless there was one a moment ago
	 */
	public boolean isDue() {
		return System.nanoTime() - this.lastLook >= this.intervalNanos;
	}

	/** Notes a look. */
	public void looked() {
		this.lastLook = System.nanoTime();
	}

	/** Notes that it is time for another look. */
	void forget() {
		this.lastLook = System.nanoTime() - this.intervalNanos;
	}

}
