// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.internal.os.ThreadStart;

/**
 * One of the process's threads that look after buffers. It lives while it has tasks, and
 * a moment longer: a class loader that holds no buffer can be let go. Nothing that a task
 * throws ends it, and after a pause of the whole process it makes up for nothing. Safe
 * for use by many threads.
 */
public final class BackgroundThread {

	/**
	 * Stamps writers. Nothing that may have to wait has a place here, not even a log:
	 * what fails is reported from {@link #WATCH}.
	 */
	static final BackgroundThread HEARTBEAT = new BackgroundThread("globalbuffer-heartbeat");

	/** Looks after segments, and where their names lead. */
	static final BackgroundThread WATCH = new BackgroundThread("globalbuffer-watch");

	/**
	 * Has directories told of their changes. That waits for a thread of the JDK, which
	 * may have died for want of memory: nothing else has a place here.
	 */
	static final BackgroundThread DIRECTORIES = new BackgroundThread("globalbuffer-directories");

	/** Looks for segments that are not there yet; each look may take a while. */
	public static final BackgroundThread SEARCH = new BackgroundThread("globalbuffer-search");

	/** How often a handle is looked after. */
	public static final Duration INTERVAL = Duration.ofMillis(500);

	private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final String name;

	/** The one that is due next first. Adding one again takes no memory. */
	private final PriorityQueue<BackgroundTask> tasks = new PriorityQueue<>();

	private @Nullable Thread thread;

	private BackgroundThread(String name) {
		this.name = name;
	}

	/**
	 * Makes a task that is run again and again once it is started. One that fails is
	 * reported, and tried again.
	 * @param subject what it looks after, for messages
	 * @param interval from start to start
	 * @param work what it does
	 * @return the task
	 */
	public BackgroundTask task(Path subject, Duration interval, Runnable work) {
		return new BackgroundTask(this, subject, interval, work);
	}

	/**
	 * Runs a task from now on.
	 * @param delay nanoseconds before the first time
	 * @throws GlobalBufferException if the system has no room for the thread
	 */
	synchronized void add(BackgroundTask task, long delay) {
		task.postponeTo(System.nanoTime() + delay);
		this.tasks.add(task);
		try {
			// one that had no memory for its first step looks after nothing
			if (this.thread == null || !this.thread.isAlive()) {
				this.thread = start();
			}
		}
		catch (RuntimeException | Error ex) {
			this.tasks.remove(task);
			throw ex;
		}
		tellIfFirst(task);
	}

	/** Does not run a task any more, once it has returned. */
	synchronized void remove(BackgroundTask task) {
		tellIfFirst(task);
		this.tasks.remove(task);
	}

	/** The thread waits for no other. */
	private void tellIfFirst(BackgroundTask task) {
		if (task.equals(this.tasks.peek())) {
			notifyAll();
		}
	}

	/** Alive when this returns: {@link Thread#start} sees to that. */
	private Thread start() {
		Thread thread = Thread.ofPlatform()
			.daemon()
			.name(this.name)
			.inheritInheritableThreadLocals(false)
			.unstarted(this::run);
		thread.setContextClassLoader(null);
		ThreadStart.start(thread, "no buffer is looked after", "open the buffer again");
		return thread;
	}

	private void run() {
		boolean needed = true;
		while (needed) {
			try {
				BackgroundTask task = next();
				needed = task != null;
				if (task != null) {
					task.run();
					if (!this.equals(HEARTBEAT)) {
						task.report();
					}
				}
			}
			catch (Throwable ex) {
				// of a task, which then could not even be reported; the others wait
			}
		}
	}

	/**
	 * Waits for the task that is due next. Those that are almost due are done with it:
	 * the thread of a thousand buffers wakes up for many of them at once.
	 * @return the task, due again later already; {@code null} if there has been none for
	 * a while, and the thread ends
	 */
	private synchronized @Nullable BackgroundTask next() {
		long idleSince = System.nanoTime();
		while (true) {
			long now = System.nanoTime();
			BackgroundTask first = this.tasks.peek();
			long pause;
			if (first != null) {
				idleSince = now;
				pause = first.due() - now;
				pause = (pause > first.leeway()) ? pause : 0;
			}
			else {
				pause = idleSince + LINGER_NANOS - now;
			}
			if (pause > 0) {
				pause(pause);
			}
			else if (first == null) {
				this.thread = null;
				return null;
			}
			else {
				this.tasks.remove(first);
				first.postpone(now);
				this.tasks.add(first);
				return first;
			}
		}
	}

	private void pause(long nanos) {
		try {
			TimeUnit.NANOSECONDS.timedWait(this, nanos);
		}
		catch (InterruptedException ex) {
			// there is no reason for it: what is due is looked at once more
		}
	}

}
