// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What others tell a listener's thread: to stop, to pause, to go on. The thread asks
 * before each call and waits on it, so that an answer never takes longer than a call.
 */
final class ListenerControl {

	private volatile boolean stopping;

	private boolean paused;

	/** Whether the method is running. */
	private boolean calling;

	/** Since when, by the system's timer. */
	private long callingSince;

	/** Whether a pause ended that is to go on with the newest sample. */
	private boolean jumping;

	synchronized void stop() {
		this.stopping = true;
		notifyAll();
	}

	synchronized void pause() {
		this.paused = true;
	}

	synchronized void resume(ResumeFrom from) {
		if (this.paused) {
			this.paused = false;
			this.jumping = from == ResumeFrom.NEWEST;
			notifyAll();
		}
	}

	boolean isStopping() {
		return this.stopping;
	}

	/** Whether no call runs and none will begin before it is resumed. */
	synchronized boolean isPaused() {
		return this.paused && !this.calling;
	}

	/** Whether to go on with the newest sample. */
	synchronized boolean isJumping() {
		return this.jumping;
	}

	/** The newest sample is there: go on as usual. */
	synchronized void landed() {
		this.jumping = false;
	}

	/**
	 * Begins a call, unless there is something to be seen to first: a pause, a jump or
	 * the end. {@link #endCall} follows.
	 */
	synchronized boolean tryBeginCall() {
		this.calling = !this.paused && !this.jumping && !this.stopping;
		if (this.calling) {
			this.callingSince = System.nanoTime();
		}
		return this.calling;
	}

	synchronized void endCall() {
		this.calling = false;
	}

	/** How long the call that is running has been running; empty if none is. */
	synchronized Optional<Duration> inCallFor() {
		return this.calling ? Optional.of(Duration.ofNanos(System.nanoTime() - this.callingSince)) : Optional.empty();
	}

	/**
	 * Waits, unless told to stop.
	 */
	synchronized void await(Duration time) throws InterruptedException {
		long start = System.nanoTime();
		long limit = TimeUnit.NANOSECONDS.convert(time);
		long remaining = limit;
		while (!this.stopping && remaining > 0) {
			TimeUnit.NANOSECONDS.timedWait(this, remaining);
			remaining = limit - (System.nanoTime() - start);
		}
	}

	/**
	 * Waits while paused, unless told to stop.
	 */
	synchronized void awaitResumed() throws InterruptedException {
		while (this.paused && !this.stopping) {
			wait();
		}
	}

}
