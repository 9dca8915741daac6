// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.write;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Calls a task at a fixed rate on a platform thread of its own. The deadlines are
 * absolute, so that lateness does not add up; those that passed during a short stall are
 * made up for, so that the rate holds, and those of a long one are left out, so that no
 * burst follows. A task that throws is called again at the next deadline; the first
 * failure of a row is logged. May be started again once stopped.
 */
final class TimedLoop implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(TimedLoop.class);

	private static final long STOP_TIMEOUT_MILLIS = 2000;

	/** How many deadlines in a row are made up for. */
	private static final long SHORT_STALL = 20;

	private final String name;

	private final long periodNanos;

	private final Task task;

	private boolean failing;

	private volatile @Nullable Thread thread;

	/**
	 * Creates a loop that does not run yet.
	 * @param name what the thread is called
	 * @param period from one deadline to the next
	 * @param task what to do at each
	 */
	TimedLoop(String name, Duration period, Task task) {
		this.name = name;
		this.periodNanos = period.toNanos();
		this.task = task;
	}

	/**
	 * Starts the thread, unless it runs.
	 */
	@Override
	public synchronized void start() {
		if (this.thread == null) {
			Thread started = Thread.ofPlatform().name(this.name).unstarted(this::run);
			this.thread = started;
			started.start();
		}
	}

	/**
	 * Ends the thread and waits for a call of the task that is running, at most 2 s.
	 */
	@Override
	public synchronized void stop() {
		Thread stopped = this.thread;
		if (stopped == null) {
			return;
		}
		this.thread = null;
		LockSupport.unpark(stopped);
		try {
			stopped.join(STOP_TIMEOUT_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		if (stopped.isAlive()) {
			logger.warn("Thread {} still runs {} ms after it was to stop", this.name, STOP_TIMEOUT_MILLIS);
		}
	}

	/**
	 * Whether it was started and not stopped.
	 * @return {@code true} between the two
	 */
	@Override
	public boolean isRunning() {
		return this.thread != null;
	}

	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

	private void run() {
		long deadline = System.nanoTime();
		while (awaitDeadline(deadline)) {
			long now = System.nanoTime();
			call(now - deadline, now);
			deadline = nextDeadline(deadline, System.nanoTime(), this.periodNanos);
		}
	}

	private boolean awaitDeadline(long deadline) {
		while (Thread.currentThread().equals(this.thread)) {
			long remaining = deadline - System.nanoTime();
			if (remaining <= 0) {
				return true;
			}
			LockSupport.parkNanos(this, remaining);
		}
		return false;
	}

	private void call(long lateNanos, long nanoTime) {
		try {
			this.task.run(lateNanos, nanoTime);
			this.failing = false;
		}
		catch (RuntimeException | Error ex) {
			if (!this.failing) {
				logger.error("{} failed and is tried again every {} ms", this.name,
						TimeUnit.NANOSECONDS.toMillis(this.periodNanos), ex);
			}
			this.failing = true;
		}
	}

	/**
	 * The deadline after another: one period later, even if that is past, unless it is
	 * past by more than a short stall.
	 * @param deadline the one before
	 * @param now the time
	 * @param period from one to the next
	 * @return the deadline before plus a number of whole periods, at least one; after a
	 * long stall the smallest that leads past now
	 */
	static long nextDeadline(long deadline, long now, long period) {
		long next = deadline + period;
		long behind = now - next;
		return (behind <= SHORT_STALL * period) ? next : next + (behind / period + 1) * period;
	}

	/**
	 * What is done at each deadline.
	 */
	@FunctionalInterface
	interface Task {

		/**
		 * Called once per deadline.
		 * @param lateNanos how long after the deadline, in ns
		 * @param nanoTime the time now, in {@link System#nanoTime()}
		 */
		void run(long lateNanos, long nanoTime);

	}

}
