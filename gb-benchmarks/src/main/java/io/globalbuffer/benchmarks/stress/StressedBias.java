// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import io.globalbuffer.internal.os.BiasedLock;
import io.globalbuffer.internal.os.Passage;

/**
 * A cursor that a thread reads with as long as it is free, and that another one takes.
 */
final class StressedBias {

	private static final int CALLS = 100;

	private final Passage passage = new Passage(Passage.ANY_THREAD);

	private final BiasedLock lock = new BiasedLock(this.passage::isPassedUnheld);

	/** Not volatile, as a cursor is not. */
	private int moved;

	/**
	 * Reads again and again, without taking the cursor.
	 * @return {@code alone}; {@code beside} if the cursor has moved meanwhile
	 */
	String read() {
		if (this.lock.take(Thread.currentThread().threadId()) == BiasedLock.NONE) {
			this.lock.release();
		}
		boolean beside = false;
		for (int call = 0; call < CALLS; call++) {
			Passage.Visit visit = this.lock.isBiased() ? this.passage.tryPass(false) : null;
			if (visit != null) {
				if (this.lock.mayStay()) {
					int before = this.moved;
					Thread.onSpinWait();
					beside |= this.moved != before;
				}
				visit.end();
			}
		}
		return beside ? "beside" : "alone";
	}

	/** Moves the cursor, if that is to be had. */
	void moveOn() {
		if (this.lock.tryBorrow()) {
			this.moved++;
			this.lock.release();
		}
	}

	/** Moves it too, as the one that reads with it. */
	void take() {
		if (this.lock.take(Thread.currentThread().threadId()) == BiasedLock.NONE) {
			this.moved++;
			this.lock.release();
		}
	}

}
