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

	/** Also after the pause is over, until the thread has asked where to go on. */
	private volatile boolean pauseUnseen;

	private ResumeFrom resumeFrom = ResumeFrom.CURSOR;

	synchronized void stop() {
		this.stopping = true;
		notifyAll();
	}

	synchronized void pause() {
		this.paused = true;
		this.pauseUnseen = true;
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

	/** Whether the thread is to ask where to go on before it delivers anything. */
	boolean isToAsk() {
		return this.pauseUnseen;
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
		this.pauseUnseen = false;
		return this.resumeFrom;
	}

}
