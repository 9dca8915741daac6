// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A thread that watches streams for others. It lives while there is something to watch,
 * and a second longer; it keeps no class loader of an application. Nothing that may have
 * to wait has a place on it. Safe for use by many threads.
 *
 * @param <W> how streams are watched
 */
abstract class WatchingThread<W extends Watch> {

	static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** After what should not have happened. */
	private static final long FAILURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final String name;

	/** What the thread has not taken up yet. */
	private final List<W> joining = new ArrayList<>();

	/** What it has. Of the thread alone. */
	private final List<W> watches = new ArrayList<>();

	/** Of both. */
	private volatile int size;

	private @Nullable Thread thread;

	private long neededAt;

	WatchingThread(String name) {
		this.name = name;
	}

	/** Watches, once, and waits until it is time to do so again. */
	abstract void round();

	/**
	 * Has the thread begin another round, lest a watch waits for it.
	 * @param watch a watch that has just joined, or was closed
	 */
	abstract void stir(W watch);

	/**
	 * How many watches there are.
	 * @return a number
	 */
	final int size() {
		return this.size;
	}

	/**
	 * Watches a stream from now on.
	 * @param watch how
	 * @return {@code false} if there is no thread to be had
	 */
	final boolean join(W watch) {
		synchronized (this) {
			this.joining.add(watch);
			this.size++;
			// one that had no memory for its first step watches nothing
			if (this.thread == null || !this.thread.isAlive()) {
				this.neededAt = System.nanoTime();
				this.thread = start();
			}
			if (this.thread == null) {
				this.joining.remove(watch);
				this.size--;
				return false;
			}
		}
		stir(watch);
		return true;
	}

	private @Nullable Thread start() {
		Thread started = Thread.ofPlatform()
			.daemon()
			.name(this.name)
			.inheritInheritableThreadLocals(false)
			.unstarted(this::run);
		started.setContextClassLoader(null);
		try {
			started.start();
			return started;
		}
		catch (OutOfMemoryError ex) {
			// no room for one at present: who waits looks by itself
			return null;
		}
	}

	private void run() {
		while (isNeeded()) {
			try {
				round();
			}
			catch (Throwable ex) {
				// want of memory or stack: there is no other thread for who waits
				LockSupport.parkNanos(this, FAILURE_PAUSE_NANOS);
			}
		}
	}

	/** Under the lock that joins hold: either they see that none watches, or are seen. */
	private synchronized boolean isNeeded() {
		long now = System.nanoTime();
		if (this.size > 0) {
			this.neededAt = now;
		}
		else if (now - this.neededAt > LINGER_NANOS) {
			this.thread = null;
		}
		return this.thread != null;
	}

	/**
	 * Takes up what has joined. For the thread.
	 * @return all watches; those that end are left out by {@link #retain}
	 */
	final synchronized List<W> takeUp() {
		this.watches.addAll(this.joining);
		this.joining.clear();
		return this.watches;
	}

	/** Whether something has joined that was not taken up yet. */
	final synchronized boolean isJoined() {
		return !this.joining.isEmpty();
	}

	/** Leaves out all watches but the first ones. For the thread. */
	final void retain(int first) {
		if (first < this.watches.size()) {
			synchronized (this) {
				this.size -= this.watches.size() - first;
			}
			this.watches.subList(first, this.watches.size()).clear();
		}
	}

	/** Unparks the thread. */
	final void unpark() {
		Thread started;
		synchronized (this) {
			started = this.thread;
		}
		LockSupport.unpark(started);
	}

}
