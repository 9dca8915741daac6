// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Polling with doubling pauses, the way the Python package does it; other than there a
 * pause never outlasts the caller's deadline.
 *
 * @param min the first pause
 * @param max the longest pause
 */
record PollLadder(Duration min, Duration max) implements WaitStrategy {

	/** The pauses of the Python package. */
	static final PollLadder PYTHON = new PollLadder(Duration.ofNanos(50_000), Duration.ofMillis(2));

	static final PollLadder SPINNING = new PollLadder(Duration.ZERO, Duration.ZERO);

	PollLadder {
		if (min.isNegative() || min.compareTo(max) > 0) {
			throw new IllegalArgumentException(
					"Poll pauses must grow from a minimum of at least zero: " + min + " to " + max + " does not");
		}
	}

	@Override
	public LadderWaiter newWaiter() {
		return new LadderWaiter(TimeUnit.NANOSECONDS.convert(this.min), TimeUnit.NANOSECONDS.convert(this.max));
	}

	static final class LadderWaiter implements Waiter {

		private final long min;

		private final long max;

		private long pause;

		LadderWaiter(long min, long max) {
			this.min = min;
			this.max = max;
			this.pause = min;
		}

		/** How long the next pause is, unless the deadline comes first. */
		long nextPauseNanos() {
			return this.pause;
		}

		@Override
		public void reset() {
			this.pause = this.min;
		}

		@Override
		public void pause(AwaitedStream stream, long maxNanos) throws InterruptedException {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			if (this.pause == 0) {
				Thread.onSpinWait();
				return;
			}
			LockSupport.parkNanos(this, Math.min(takePause(), maxNanos));
		}

		/** Returns how long the next pause is, and goes on to the one after it. */
		long takePause() {
			long taken = this.pause;
			this.pause = (taken <= this.max / 2) ? taken * 2 : this.max;
			return taken;
		}

	}

}
