// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

import java.util.concurrent.TimeUnit;

/**
 * Sleeps until the writer wakes it, and polls while the writer cannot.
 */
final class KernelSleep implements Waiter {

	static final WaitStrategy STRATEGY = KernelSleep::new;

	/** Of a sample that comes that soon it is not worth the while to sleep. */
	private static final long SOON_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

	private final Waiter ladder = PollLadder.PYTHON.newWaiter();

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
		stream.sleep(maxNanos);
	}

	@Override
	public void arrived(AwaitedStream stream) {
		this.soon = System.nanoTime() - this.begun < SOON_NANOS;
	}

}
