// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.watch;

import java.util.concurrent.atomic.AtomicLong;

import io.globalbuffer.internal.os.MemoryFaults;

/**
 * The watch of a stream whose writer wakes nobody: who watches looks at its count again
 * and again. As long as nothing does ({@link #isOwn}), who waits may look by itself, and
 * goes by the same forecast.
 */
public final class StreamWatch extends Watch {

	private static final AtomicLong NUMBERS = new AtomicLong();

	private final StreamWatcher watcher;

	private final WatchedStream stream;

	/** Whether who waits looks by itself if no other one waits. */
	private final boolean looking;

	private final LookSchedule schedule = new LookSchedule();

	private final long number = NUMBERS.incrementAndGet();

	/** The count that who waits has seen. */
	private volatile long seen;

	/** The count at the last look. */
	private long count;

	/** When the next look is due. */
	private long due;

	private long lastAwaited;

	StreamWatch(StreamWatcher watcher, WatchedStream stream, boolean looking) {
		this.watcher = watcher;
		this.stream = stream;
		this.looking = looking;
	}

	/** No other watch has it. */
	long number() {
		return this.number;
	}

	/**
	 * Begins a wait. A thread that finds no other count than the given one after that
	 * parks.
	 * @param waiting the thread, which is unparked when the stream has another count
	 * @param known the count before the thread looked for a sample last
	 * @return {@code false} if there is no thread to be had that would look, or the watch
	 * was closed
	 */
	public boolean begin(Thread waiting, long known) {
		this.seen = known;
		return begin(waiting);
	}

	/**
	 * Whether who waits looks by itself.
	 * @return {@code false} if another thread does
	 */
	public boolean isOwn() {
		return isOut();
	}

	/** Begins a wait of a thread that looks by itself. */
	public void beginOwn() {
		this.schedule.begin();
	}

	/**
	 * Takes note of a look of the thread itself, that found no sample.
	 * @param now when, in nanoseconds
	 * @return after how many nanoseconds to look again
	 */
	public long nextPause(long now) {
		return this.schedule.nextPause(this.stream, this.stream.count(), now);
	}

	/**
	 * Takes note of a look of the thread itself, that found a sample.
	 * @param now when, in nanoseconds
	 */
	public void arrived(long now) {
		this.schedule.arrived(this.stream.count(), now);
	}

	/**
	 * Whether the stream has been silent for long, as far as the thread has looked by
	 * itself, and no sample is expected.
	 * @param now the time, in nanoseconds
	 * @return {@code true} if it is not worth a thread of its own
	 */
	public boolean isSilent(long now) {
		return this.schedule.isSilent(now);
	}

	@Override
	void prepare() {
		long now = System.nanoTime();
		this.count = this.seen;
		this.lastAwaited = now;
		this.due = now + this.schedule.nextPause(this.stream, this.seen, now);
	}

	@Override
	boolean join() {
		return this.watcher.join(this);
	}

	/** It is looked at no more. */
	@Override
	void closed() {
		// the next round leaves it out
	}

	long due() {
		return this.due;
	}

	/**
	 * Looks at the stream, and wakes who waits if it has moved.
	 * @param alone whether it is the only one that is watched
	 * @return whether it is to be watched any longer
	 */
	boolean look(boolean alone) {
		try {
			return state() != CLOSED && lookAt(alone);
		}
		catch (RuntimeException | Error ex) {
			// who waits will see; others need this thread
			leave();
			return false;
		}
	}

	private boolean lookAt(boolean alone) {
		long now = System.nanoTime();
		long current = this.stream.count();
		MemoryFaults.surface();
		boolean moved = current != this.count;
		if (moved) {
			this.count = current;
			this.schedule.arrived(current, now);
			this.schedule.begin();
		}
		if (!isWatchedOn(now, moved, alone)) {
			return false;
		}
		this.due = now + ((moved || now - this.due >= 0) ? this.schedule.nextPause(this.stream, current, now)
				: this.schedule.nextPauseMeanwhile(now));
		MemoryFaults.surface();
		return true;
	}

	/** Whatever is done to the watch once it is out, is done by who waits. */
	private boolean isWatchedOn(long now, boolean moved, boolean alone) {
		while (true) {
			switch (state()) {
				case AWAITED -> {
					if (this.count == this.seen) {
						this.lastAwaited = now;
						return true;
					}
					boolean handedBack = alone && this.looking;
					if (moved(!handedBack)) {
						return !handedBack;
					}
				}
				case KEPT -> {
					if (!moved && now - this.lastAwaited < WatchingThread.LINGER_NANOS) {
						return true;
					}
					if (leaveUnlessAwaited()) {
						return false;
					}
				}
				default -> {
					return false;
				}
			}
		}
	}

}
