// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Polls around the time at which a sample is due, and as {@link WaitStrategy#poll()} does
 * while that cannot be told. Learns it anew with each writer. After a long silence
 * another thread looks for all readers that wait so.
 */
final class Prediction implements Waiter {

	static final WaitStrategy STRATEGY = Prediction::new;

	/** That of a wait that goes by nothing. */
	private static final long SILENT_PAUSE_NANOS = PollLadder.PYTHON.max().toNanos();

	/** After which a reader does no longer look by itself. */
	private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long SILENT_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private final PollLadder.LadderWaiter ladder = PollLadder.PYTHON.newWaiter();

	private final ArrivalForecast forecast = new ArrivalForecast();

	private final SilentStreams.Watch watch = new SilentStreams.Watch();

	private long writer;

	private boolean begins;

	/** The first look at the stream's present count, and that count. */
	private long silentSince;

	private long silentCount = -1;

	@Override
	public void reset() {
		this.forecast.begin();
		this.begins = true;
	}

	@Override
	public void pause(AwaitedStream stream, long maxNanos) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		long now = System.nanoTime();
		long pause = nextPause(stream, now);
		if (pause == SILENT_PAUSE_NANOS && now - this.silentSince >= SILENCE_NANOS) {
			this.forecast.lookedInVainUntil(SilentStreams.SHARED.await(this.watch, stream, this.silentCount,
					Math.min(SILENT_SLEEP_NANOS, maxNanos)));
		}
		else {
			LockSupport.parkNanos(this, Math.min(pause, maxNanos));
		}
	}

	/**
	 * Takes note of a look that found no sample.
	 * @param stream what was looked at
	 * @param now when, in nanoseconds
	 * @return after how many nanoseconds to look again
	 */
	long nextPause(AwaitedStream stream, long now) {
		long count = stream.count();
		if (count != this.silentCount) {
			this.silentCount = count;
			this.silentSince = now;
		}
		if (this.begins) {
			this.begins = false;
			beginWait(now);
		}
		if (stream.writer() != this.writer) {
			this.writer = stream.writer();
			this.forecast.forget();
		}
		long pause = this.forecast.lookedInVain(now, count, stream.capacity());
		return (pause != ArrivalForecast.NONE) ? pause : this.ladder.takePause();
	}

	/** One that was given up, and followed by another one, is the same silence. */
	private void beginWait(long now) {
		if (now - this.silentSince < SILENCE_NANOS) {
			this.ladder.reset();
		}
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
