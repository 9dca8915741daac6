// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is done in the background again and again. Ordered by when it is due.
 */
public final class BackgroundTask implements Comparable<BackgroundTask> {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundTask.class);

	/** As good as never, and short enough to be added to a time. */
	private static final long LONGEST_NANOS = Long.MAX_VALUE / 4;

	/** How often within its interval a task may be due. */
	private static final int MEETINGS = 4;

	private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final BackgroundThread thread;

	private final Path subject;

	private final long intervalNanos;

	private final Runnable work;

	private long due;

	private long failures;

	/** The last one that was not reported. */
	private volatile @Nullable Throwable failure;

	private long lastReport = System.nanoTime() - QUIET_NANOS;

	BackgroundTask(BackgroundThread thread, Path subject, Duration interval, Runnable work) {
		this.thread = thread;
		this.subject = subject;
		this.intervalNanos = Math.min(TimeUnit.NANOSECONDS.convert(interval), LONGEST_NANOS);
		this.work = work;
	}

	/**
	 * Has the task done from now on, the first time after its interval.
	 * @throws io.globalbuffer.exception.GlobalBufferException if the system has no room
	 * for the thread
	 */
	public void start() {
		this.thread.add(this, this.intervalNanos);
	}

	/**
	 * Has the task done from now on, the first time at once.
	 * @throws io.globalbuffer.exception.GlobalBufferException if the system has no room
	 * for the thread
	 */
	void startAtOnce() {
		this.thread.add(this, 0);
	}

	/**
	 * Ends that. The task may be running at this moment, but does not begin any more.
	 */
	public void cancel() {
		this.thread.remove(this);
	}

	long due() {
		return this.due;
	}

	/**
	 * Is due at a time, or a little earlier: as others are, since to wake up for each of
	 * many costs more than what they do. Not while it is in a queue.
	 */
	void postponeTo(long time) {
		this.due = time - Math.floorMod(time, Math.max(1, this.intervalNanos / MEETINGS));
	}

	/** Is due an interval from now. Not while it is in a queue. */
	void postpone(long now) {
		postponeTo(now + this.intervalNanos);
	}

	/** Does it once, and throws nothing. */
	void run() {
		try {
			this.work.run();
		}
		catch (Throwable ex) {
			this.failures++;
			this.failure = ex;
		}
	}

	/**
	 * Reports if it has failed, on a thread that may wait for a log. If there is no
	 * memory for that, a later failure is reported.
	 */
	void report() {
		Throwable failure = this.failure;
		if (failure == null) {
			return;
		}
		this.failure = null;
		long now = System.nanoTime();
		if (now - this.lastReport >= QUIET_NANOS) {
			logger.error("Looking after segment {} in the background failed, and is tried again (failures so far: {})",
					this.subject, this.failures, failure);
			this.lastReport = now;
		}
	}

	@Override
	public int compareTo(BackgroundTask other) {
		// times wrap
		return Long.signum(this.due - other.due);
	}

}
