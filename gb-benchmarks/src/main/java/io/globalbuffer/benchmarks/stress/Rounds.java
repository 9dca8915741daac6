// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps two actors in step. A race of a few nanoseconds is met by chance only where both
 * begin at once.
 */
final class Rounds {

	/** How many each actor goes through. */
	static final int COUNT = 16;

	/** A partner that has no processor gets this one after so many looks. */
	private static final int LOOKS = 1000;

	private final AtomicInteger one = new AtomicInteger();

	private final AtomicInteger other = new AtomicInteger();

	/** Waits for the other actor. For the one actor. */
	void meetOther() {
		meet(this.one, this.other);
	}

	/** Waits for the one actor. For the other actor. */
	void meetOne() {
		meet(this.other, this.one);
	}

	private static void meet(AtomicInteger mine, AtomicInteger theirs) {
		int step = mine.incrementAndGet();
		for (int look = 1; theirs.get() < step; look++) {
			if (look % LOOKS == 0) {
				LockSupport.parkNanos(1);
			}
			else {
				Thread.onSpinWait();
			}
		}
	}

}
