// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

/**
 * Sleeps in the kernel as long as the writer wakes readers, and predicts while it does
 * not.
 */
final class Automatic implements Waiter {

	static final WaitStrategy STRATEGY = Automatic::new;

	private final Waiter sleep = KernelSleep.STRATEGY.newWaiter();

	private final Waiter prediction = Prediction.STRATEGY.newWaiter();

	@Override
	public void reset() {
		this.sleep.reset();
		this.prediction.reset();
	}

	@Override
	public void pause(AwaitedStream stream, long maxNanos) throws InterruptedException {
		choice(stream).pause(stream, maxNanos);
	}

	@Override
	public void arrived(AwaitedStream stream) {
		choice(stream).arrived(stream);
	}

	private Waiter choice(AwaitedStream stream) {
		return stream.wakes() ? this.sleep : this.prediction;
	}

}
