// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.watch.StreamWatch;
import io.globalbuffer.internal.watch.StreamWatcher;
import io.globalbuffer.internal.watch.WatchedStream;

/**
 * Polls around the time at which a sample is due, and as {@link WaitStrategy#poll()} does
 * while that cannot be told. Learns it anew with each writer. Where others of the process
 * wait so, too, and after a long silence, another thread looks for all of them.
 */
final class Prediction implements Waiter {

	static final WaitStrategy STRATEGY = Prediction::new;

	private static final long UNKNOWN = -1;

	private final StreamWatcher watcher = StreamWatcher.SHARED;

	private @Nullable AwaitedStream stream;

	/** Of that stream. */
	private @Nullable StreamWatch watch;

	/** The stream's count before the reader looked for a sample last. */
	private long count = UNKNOWN;

	@Override
	public void reset() {
		if (this.watch != null && this.watch.isOwn()) {
			this.watch.beginOwn();
		}
	}

	@Override
	public void pause(AwaitedStream awaited, long maxNanos) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		StreamWatch own = watch(awaited);
		long before = this.count;
		this.count = awaited.count();
		if (this.count != before) {
			// there may be a sample that came since the reader looked for one
			return;
		}
		long now = System.nanoTime();
		if (own.isOwn() && !own.isSilent(now) && this.watcher.isLone(own, now)) {
			LockSupport.parkNanos(this, Math.min(own.nextPause(now), maxNanos));
		}
		else {
			this.watcher.await(own, before, maxNanos);
		}
	}

	private StreamWatch watch(AwaitedStream awaited) {
		StreamWatch known = this.watch;
		if (known == null || !awaited.equals(this.stream)) {
			known = this.watcher.watch(new Looked(awaited), true);
			this.watch = known;
			this.stream = awaited;
			this.count = UNKNOWN;
		}
		return known;
	}

	/**
	 * Takes note of a look that found no sample.
	 * @param awaited what was looked at
	 * @param now when, in nanoseconds
	 * @return after how many nanoseconds to look again
	 */
	long nextPause(AwaitedStream awaited, long now) {
		return watch(awaited).nextPause(now);
	}

	@Override
	public void arrived(AwaitedStream awaited) {
		this.count = awaited.count();
		arrived(awaited, System.nanoTime());
	}

	/**
	 * Takes note of a look that found a sample.
	 * @param awaited what was looked at
	 * @param now when, in nanoseconds
	 */
	void arrived(AwaitedStream awaited, long now) {
		StreamWatch own = watch(awaited);
		if (own.isOwn()) {
			own.arrived(now);
		}
	}

	/**
	 * What a reader waits for, as another thread looks at it.
	 *
	 * @param stream what is waited for
	 */
	private record Looked(AwaitedStream stream) implements WatchedStream {

		@Override
		public long count() {
			return this.stream.count();
		}

		@Override
		public long capacity() {
			return this.stream.capacity();
		}

		@Override
		public long writer() {
			return this.stream.writer();
		}

	}

}
