// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.util.concurrent.TimeUnit;

/**
 * Keeps looks at a name that leads to nothing new at least 50 ms apart. Safe for use by
 * many threads.
 */
public final class Pace {

	private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private volatile long lastLook = System.nanoTime() - INTERVAL_NANOS;

	/**
	 * Whether it is time for another look.
	 * @return {@code true} unless there was one a moment ago
	 */
	public boolean isDue() {
		return System.nanoTime() - this.lastLook >= INTERVAL_NANOS;
	}

	/** Notes a look. */
	public void looked() {
		this.lastLook = System.nanoTime();
	}

}
