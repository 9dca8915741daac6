// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.os.MemoryFaults;

/**
 * Streams that have been silent for long, and whose writers wake nobody. One thread looks
 * for their samples as often as each of their readers would, however many there are. It
 * ends soon after the last of them. Safe for use by many threads.
 */
final class SilentStreams {

	static final SilentStreams SHARED = new SilentStreams();

	private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(1900);

	/** Looks at nothing after which the thread ends: about a second. */
	private static final int IDLE_LOOKS = 500;

	private final List<Watch> watches = new ArrayList<>();

	private @Nullable Thread looking;

	/**
	 * Waits until the stream has another count, the thread is unparked or interrupted, or
	 * some time is over.
	 * @param watch that of the thread
	 * @param stream what is waited for
	 * @param count its count before the last look of the thread for a sample
	 * @param nanos for how long at most, in nanoseconds
	 * @return the time of the last look that found no sample
	 */
	long await(Watch watch, AwaitedStream stream, long count, long nanos) {
		watch.begin(stream, count);
		boolean lookedAt = add(watch);
		LockSupport.parkNanos(stream, lookedAt ? nanos : Math.min(nanos, PAUSE_NANOS));
		return remove(watch);
	}

	private synchronized boolean add(Watch watch) {
		this.watches.add(watch);
		// one that had no memory for its first step looks at nothing
		if (this.looking == null || !this.looking.isAlive()) {
			this.looking = start();
		}
		return this.looking != null;
	}

	/** Keeps no class loader of an application. */
	private @Nullable Thread start() {
		Thread thread = Thread.ofPlatform()
			.daemon()
			.name("globalbuffer-silent-streams")
			.inheritInheritableThreadLocals(false)
			.unstarted(this::look);
		thread.setContextClassLoader(null);
		try {
			thread.start();
			return thread;
		}
		catch (OutOfMemoryError ex) {
			// no thread to be had for now: the reader looks by itself
			return null;
		}
	}

	private synchronized long remove(Watch watch) {
		this.watches.remove(watch);
		return watch.end();
	}

	private void look() {
		for (int idle = 0; idle < IDLE_LOOKS || isMore(); idle++) {
			LockSupport.parkNanos(this, PAUSE_NANOS);
			if (lookAtAll()) {
				idle = 0;
			}
		}
	}

	/** Under the lock that adds hold: either they see that none looks, or are seen. */
	private synchronized boolean isMore() {
		if (this.watches.isEmpty()) {
			this.looking = null;
		}
		return this.looking != null;
	}

	private synchronized boolean lookAtAll() {
		long now = System.nanoTime();
		for (int i = 0; i < this.watches.size(); i++) {
			this.watches.get(i).look(now);
		}
		return !this.watches.isEmpty();
	}

	/** The wait of one reader. One object for all its waits. */
	static final class Watch {

		private @Nullable Thread thread;

		private @Nullable AwaitedStream stream;

		private long count;

		private long lastLook;

		private void begin(AwaitedStream awaited, long seen) {
			this.thread = Thread.currentThread();
			this.stream = awaited;
			this.count = seen;
			this.lastLook = System.nanoTime();
		}

		private long end() {
			this.thread = null;
			this.stream = null;
			return this.lastLook;
		}

		private void look(long now) {
			if (isOver()) {
				LockSupport.unpark(this.thread);
			}
			else {
				this.lastLook = now;
			}
		}

		private boolean isOver() {
			try {
				boolean over = this.stream == null || this.stream.count() != this.count;
				MemoryFaults.surface();
				return over;
			}
			catch (RuntimeException | Error ex) {
				// its reader will see; the others need this thread
				return true;
			}
		}

	}

}
