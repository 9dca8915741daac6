// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The recorded intervals, or a fraction or multiple of them, of long ones a part. Each
 * sample is due at a time that is counted from the first: that one was late makes no
 * other late.
 */
final class TimedPace implements ReplayPace {

	private final double speed;

	private final long maxPauseNanos;

	private final LatenessCounts counts = new LatenessCounts();

	/** When the newest sample was recorded; {@code null} before the first. */
	private @Nullable Instant newest;

	/** How much of the recorded time has passed since the first sample. */
	private long passedNanos;

	/** When the first sample was due. */
	private long start = System.nanoTime();

	/** When the newest sample was due. */
	private long due = this.start;

	private boolean begun;

	TimedPace(double speed, long maxPauseNanos) {
		this.speed = speed;
		this.maxPauseNanos = maxPauseNanos;
	}

	@Override
	public void await(RecordedSample sample, String stream) throws InterruptedException {
		Instant time = sample.time();
		if (this.newest == null) {
			this.newest = time;
			this.passedNanos = 0;
			this.start = this.begun ? this.due : System.nanoTime();
		}
		else if (time.isAfter(this.newest)) {
			// else a clock was set back while the recording was made: order goes before
			// time
			long pause = TimeUnit.NANOSECONDS.convert(Duration.between(this.newest, time));
			this.passedNanos += Math.min(pause, this.maxPauseNanos);
			this.newest = time;
		}
		this.due = this.start + (long) (this.passedNanos / this.speed);
		this.begun = true;
		this.counts.add(awaitDue());
	}

	private long awaitDue() throws InterruptedException {
		long late = System.nanoTime() - this.due;
		while (late < 0) {
			LockSupport.parkNanos(-late);
			if (Thread.interrupted()) {
				throw new InterruptedException("The replay was interrupted");
			}
			late = System.nanoTime() - this.due;
		}
		return late;
	}

	@Override
	public void repeat() {
		this.newest = null;
	}

	@Override
	public Optional<Lateness> lateness() {
		return this.begun ? Optional.of(this.counts.lateness()) : Optional.empty();
	}

}
