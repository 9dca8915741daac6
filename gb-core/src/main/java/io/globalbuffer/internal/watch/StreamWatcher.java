// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.watch;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The one thread that looks at all streams of the process whose writers wake nobody, when
 * the most urgent of them is due, and wakes who waits for those that have moved. Safe for
 * use by many threads.
 */
public final class StreamWatcher extends WatchingThread<StreamWatch> {

	/** The one of the process. */
	public static final StreamWatcher SHARED = new StreamWatcher();

	private static final long MIN_PAUSE_NANOS = 50_000;

	/** After which a thread that looked by itself has given up, or is busy. */
	private static final long LONE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	/** When the thread looks next. */
	private volatile long nextRound;

	/** Who looks by itself, and until when it is taken to. */
	private volatile long lone;

	private volatile long loneUntil = System.nanoTime();

	StreamWatcher() {
		super("globalbuffer-streams");
	}

	/**
	 * Makes a watch, which nothing watches yet.
	 * @param stream what is to be watched
	 * @param looking whether who waits looks by itself if no other one waits
	 * @return the watch
	 */
	public StreamWatch watch(WatchedStream stream, boolean looking) {
		return new StreamWatch(this, stream, looking);
	}

	/**
	 * Whether a thread that waits for a stream may look by itself, since no other one
	 * waits for any. It is taken to do so for a while.
	 * @param watch its watch
	 * @param now the time, in nanoseconds
	 * @return {@code false} if it is better looked for
	 */
	public boolean isLone(StreamWatch watch, long now) {
		if (size() > 0 || (this.lone != watch.number() && now - this.loneUntil < 0)) {
			return false;
		}
		this.lone = watch.number();
		this.loneUntil = now + LONE_NANOS;
		return true;
	}

	/**
	 * Waits until a stream has another count, the thread is unparked or interrupted, or
	 * some time is over.
	 * @param watch the thread's watch of the stream
	 * @param known the count before the thread looked for a sample last
	 * @param nanos for how long at most, in nanoseconds
	 */
	public void await(StreamWatch watch, long known, long nanos) {
		boolean watched = watch.begin(Thread.currentThread(), known);
		LockSupport.parkNanos(watch, watched ? nanos : Math.min(nanos, LookSchedule.LONGEST_PAUSE_NANOS));
		watch.end();
	}

	@Override
	void round() {
		List<StreamWatch> watches = takeUp();
		boolean alone = watches.size() == 1;
		long first = System.nanoTime() + LINGER_NANOS;
		int kept = 0;
		for (int i = 0; i < watches.size(); i++) {
			StreamWatch watch = watches.get(i);
			if (watch.look(alone)) {
				watches.set(kept, watch);
				kept++;
				if (watch.due() - first < 0) {
					first = watch.due();
				}
			}
		}
		retain(kept);
		pauseUntil(first);
	}

	private void pauseUntil(long time) {
		this.nextRound = time;
		// Pair G: when it looks next before the look at what has joined. Who joins: that
		// before the look at when this one looks next.
		if (!isJoined()) {
			LockSupport.parkNanos(this, Math.max(MIN_PAUSE_NANOS, time - System.nanoTime()));
		}
	}

	@Override
	void stir(StreamWatch watch) {
		if (watch.due() - this.nextRound < 0) {
			unpark();
		}
	}

}
