// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

import java.util.concurrent.TimeUnit;

/**
 * Sleeps until the writer wakes it, and polls while the writer cannot. Looks now and then
 * by itself: a successor of the writer may be one that wakes nobody.
 */
final class KernelSleep implements Waiter {

	static final WaitStrategy STRATEGY = KernelSleep::new;

	private static final long FIRST_BOUND_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long BOUND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	/** After how many sleeps without a sample the longer bound holds: a second. */
	private static final int SILENT_SLEEPS = 10;

	/** Of a sample that comes that soon it is not worth the while to sleep. */
	private static final long SOON_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

	private final Waiter ladder = PollLadder.PYTHON.newWaiter();

	/** How often it has slept since a sample came. */
	private int sleeps;

	/** Whether the last sample came soon. */
	private boolean soon;

	private long begun;

	@Override
	public void reset() {
		this.ladder.reset();
		this.begun = System.nanoTime();
	}

	@Override
	public void pause(AwaitedStream stream, long maxNanos) throws InterruptedException {
		if (!stream.wakes()) {
			this.ladder.pause(stream, maxNanos);
			return;
		}
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		if (this.soon && System.nanoTime() - this.begun < SOON_NANOS) {
			Thread.onSpinWait();
			return;
		}
		this.soon = false;
		this.sleeps++;
		stream.sleep(Math.min(maxNanos, (this.sleeps > SILENT_SLEEPS) ? BOUND_NANOS : FIRST_BOUND_NANOS));
	}

	@Override
	public void arrived(AwaitedStream stream) {
		this.sleeps = 0;
		this.soon = System.nanoTime() - this.begun < SOON_NANOS;
	}

}
