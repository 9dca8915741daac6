package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What others tell a listener's thread: to stop, to pause, to go on. The thread looks at
 * it between calls and waits on it, so that an answer never takes longer than a call.
 */
final class ListenerControl {

	private volatile boolean stopping;

	private volatile boolean paused;

	private ResumeFrom resumeFrom = ResumeFrom.CURSOR;

	synchronized void stop() {
		this.stopping = true;
		notifyAll();
	}

	synchronized void pause() {
		this.paused = true;
	}

	synchronized void resume(ResumeFrom from) {
		if (this.paused) {
			this.resumeFrom = from;
			this.paused = false;
			notifyAll();
		}
	}

	boolean isStopping() {
		return this.stopping;
	}

	boolean isPaused() {
		return this.paused;
	}

	/**
	 * Waits, unless told to stop.
	 */
	synchronized void await(Duration time) throws InterruptedException {
		long deadline = System.nanoTime() + time.toNanos();
		long remaining = time.toNanos();
		while (!this.stopping && remaining > 0) {
			TimeUnit.NANOSECONDS.timedWait(this, remaining);
			remaining = deadline - System.nanoTime();
		}
	}

	/**
	 * Waits until told to go on, or to stop.
	 * @return where to go on
	 */
	synchronized ResumeFrom awaitResumed() throws InterruptedException {
		while (this.paused && !this.stopping) {
			wait();
		}
		return this.resumeFrom;
	}

}
