// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What others tell a listener's thread: to stop, to pause, to go on. The thread asks
 * before each call and waits on it, so that an answer never takes longer than a call.
 */
final class ListenerControl {

	private static final Log logger = LogFactory.getLog(ListenerControl.class);

	private volatile boolean stopping;

	private boolean paused;

	/** Whether the thread takes samples, and perhaps waits for them. */
	private boolean taking;

	/** Whether the method is running. */
	private boolean calling;

	/** Since when, by the system's timer. */
	private long callingSince;

	/** Whether it is to go on with the newest sample. */
	private boolean jumping;

	/**
	 * Tells the thread to end.
	 * @return whether it takes samples: what it gets from now on is not delivered
	 */
	synchronized boolean stop() {
		this.stopping = true;
		notifyAll();
		return this.taking;
	}

	/** Lets the thread begin with the newest sample. */
	synchronized void jump() {
		this.jumping = true;
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

	/** Begins to take samples, unless told to stop. {@link #endTake} follows. */
	synchronized boolean tryBeginTake() {
		this.taking = !this.stopping;
		return this.taking;
	}

	/** Whether the thread takes samples, or waits for them. */
	synchronized boolean isTaking() {
		return this.taking;
	}

	synchronized void endTake() {
		this.taking = false;
	}

	/**
	 * Begins a call, unless there is something to be seen to first: a pause, a jump or
	 * the end. {@link #endCall} follows.
	 */
	synchronized boolean tryBeginCall() {
		return !this.jumping && tryBeginDecision();
	}

	/**
	 * The same for a call about a sample that is passed over in any case, by a jump too.
	 */
	synchronized boolean tryBeginDecision() {
		this.calling = !this.paused && !this.stopping;
		if (this.calling) {
			this.callingSince = System.nanoTime();
		}
		return this.calling;
	}

	/**
	 * Ends a call, and with it an interrupt that was not meant to end the thread.
	 */
	synchronized void endCall() {
		this.calling = false;
		if (!this.stopping) {
			Thread.interrupted();
		}
	}

	/** How long the call that is running has been running; empty if none is. */
	synchronized Optional<Duration> inCallFor() {
		return this.calling ? Optional.of(Duration.ofNanos(System.nanoTime() - this.callingSince)) : Optional.empty();
	}

	/**
	 * Waits, unless told to stop.
	 */
	synchronized void await(Duration time) {
		long start = System.nanoTime();
		long limit = TimeUnit.NANOSECONDS.convert(time);
		long remaining = limit;
		while (!this.stopping && remaining > 0) {
			awaitNotice(remaining);
			remaining = limit - (System.nanoTime() - start);
		}
	}

	/**
	 * Waits while paused, unless told to stop.
	 */
	synchronized void awaitResumed() {
		while (this.paused && !this.stopping) {
			awaitNotice(Long.MAX_VALUE);
		}
	}

	/** An interrupt says nothing: who means it to end the thread says so before. */
	private void awaitNotice(long nanos) {
		try {
			TimeUnit.NANOSECONDS.timedWait(this, nanos);
		}
		catch (InterruptedException ex) {
			logger.debug("Interrupted while waiting", ex);
		}
	}

}
