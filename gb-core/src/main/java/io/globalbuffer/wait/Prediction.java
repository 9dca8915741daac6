// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

import java.util.concurrent.locks.LockSupport;

/**
 * Polls around the time at which a sample is due, and as {@link WaitStrategy#poll()} does
 * while that cannot be told. Learns it anew with each writer.
 */
final class Prediction implements Waiter {

	static final WaitStrategy STRATEGY = Prediction::new;

	private final PollLadder.LadderWaiter ladder = PollLadder.PYTHON.newWaiter();

	private final ArrivalForecast forecast = new ArrivalForecast();

	private long writer;

	@Override
	public void reset() {
		this.ladder.reset();
		this.forecast.begin();
	}

	@Override
	public void pause(AwaitedStream stream, long maxNanos) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		LockSupport.parkNanos(this, Math.min(nextPause(stream, System.nanoTime()), maxNanos));
	}

	/**
	 * Takes note of a look that found no sample.
	 * @param stream what was looked at
	 * @param now when, in nanoseconds
	 * @return after how many nanoseconds to look again
	 */
	long nextPause(AwaitedStream stream, long now) {
		if (stream.writer() != this.writer) {
			this.writer = stream.writer();
			this.forecast.forget();
		}
		long pause = this.forecast.lookedInVain(now, stream.count(), stream.capacity());
		return (pause != ArrivalForecast.NONE) ? pause : this.ladder.takePause();
	}

	@Override
	public void arrived(AwaitedStream stream) {
		arrived(stream, System.nanoTime());
	}

	/**
	 * Takes note of a look that found a sample.
	 * @param stream what was looked at
	 * @param now when, in nanoseconds
	 */
	void arrived(AwaitedStream stream, long now) {
		this.forecast.arrived(now, stream.count());
	}

}
