// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

/**
 * Polls around the time at which a sample is due.
 */
final class Prediction implements Waiter {

	static final WaitStrategy STRATEGY = Prediction::new;

	private final Waiter ladder = PollLadder.PYTHON.newWaiter();

	@Override
	public void reset() {
		this.ladder.reset();
	}

	@Override
	public void pause(AwaitedStream stream, long maxNanos) throws InterruptedException {
		this.ladder.pause(stream, maxNanos);
	}

}
