// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The recorded intervals, or a fraction or multiple of them. Each sample is due at a time
 * that is counted from the first: that one was late makes no other late.
 */
final class TimedPace implements ReplayPace {

	private final double speed;

	private final LatenessCounts counts = new LatenessCounts();

	/** Of the first sample; {@code null} before it. */
	private @Nullable Instant beginning;

	/** When the first sample was due. */
	private long start = System.nanoTime();

	/** When the newest sample was due. */
	private long due = this.start;

	private boolean begun;

	TimedPace(double speed) {
		this.speed = speed;
	}

	@Override
	public void await(RecordedSample sample, String stream) throws InterruptedException {
		Instant time = sample.time();
		if (this.beginning == null) {
			this.beginning = time;
			this.start = this.begun ? this.due : System.nanoTime();
			this.due = this.start;
		}
		long passed = (long) (Duration.between(this.beginning, time).toNanos() / this.speed);
		// a clock that was set back while the recording was made: order goes before time
		this.due = this.start + Math.max(this.due - this.start, passed);
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
		this.beginning = null;
	}

	@Override
	public Optional<Lateness> lateness() {
		return this.begun ? Optional.of(this.counts.lateness()) : Optional.empty();
	}

}
