package io.globalbuffer;

import java.util.concurrent.TimeUnit;

/**
 * Keeps looks at a name that leads to nothing new at least 50 ms apart. Safe for use by
 * many threads.
 */
final class Pace {

	private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private volatile long lastLook = System.nanoTime() - INTERVAL_NANOS;

	/** Whether it is time for another look. */
	boolean isDue() {
		return System.nanoTime() - this.lastLook >= INTERVAL_NANOS;
	}

	/** Notes a look. */
	void looked() {
		this.lastLook = System.nanoTime();
	}

}
