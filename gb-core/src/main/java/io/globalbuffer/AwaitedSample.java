// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.RegistryLayout;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.ring.RingReader;
import io.globalbuffer.internal.segment.BackgroundThread;
import io.globalbuffer.internal.segment.MappedSegment;
import io.globalbuffer.internal.segment.Pace;
import io.globalbuffer.internal.wake.EventWord;
import io.globalbuffer.internal.wake.Sleeper;
import io.globalbuffer.internal.watch.KernelWatch;
import io.globalbuffer.internal.watch.KernelWatchers;
import io.globalbuffer.internal.watch.StreamWatch;
import io.globalbuffer.internal.watch.StreamWatcher;
import io.globalbuffer.internal.watch.WatchedStream;
import io.globalbuffer.wait.AwaitedStream;

/**
 * The next sample of a segment, as what a reader waits for. One thread at a time waits:
 * it sleeps or polls as its {@link io.globalbuffer.wait.Waiter} has it, or it parks, and
 * others {@linkplain #await watch} for it.
 */
final class AwaitedSample implements AwaitedStream, WatchedStream, AutoCloseable {

	/** For how long a thread may park that no other one watches for. */
	static final long UNWATCHED_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	/** Where the event word lies on the page that readers write to. */
	private static final long EVENT = ExtensionLayout.EVENT_OFFSET - RegistryLayout.START;

	private final MappedSegment segment;

	private final RingReader<?> ring;

	/** Absent where the system knows no sleep that another process can end. */
	private final @Nullable Sleeper sleeper;

	/** Of those that cannot sleep by themselves. Absent where there is no such sleep. */
	private final @Nullable KernelWatch kernelWatch;

	/** Of those that do not look by themselves, where the writer wakes nobody. */
	private final StreamWatch streamWatch;

	/** One object for all sleeps. */
	private final BooleanSupplier over = this::isOver;

	/**
	 * Of memory that this process may write to, once there is such. Absent until the
	 * writer says that it wakes: in a segment without registry other things lie there.
	 */
	private @Nullable EventWord event;

	/**
	 * What stands against it may change with the writer, or be a shortage that passes.
	 */
	private final Pace questions = new Pace(BackgroundThread.INTERVAL);

	/** What the count was when a sample ended a sleep last. */
	private long offered;

	private volatile boolean closed;

	AwaitedSample(MappedSegment segment, RingReader<?> ring, @Nullable Sleeper sleeper) {
		this.segment = segment;
		this.ring = ring;
		this.sleeper = sleeper;
		this.kernelWatch = (sleeper != null) ? KernelWatchers.of(sleeper.futex()).watch() : null;
		this.streamWatch = StreamWatcher.SHARED.watch(this, false);
	}

	@Override
	public long count() {
		if (this.closed || this.segment.isLost()) {
			// who looks for others must not touch it, nor they go on waiting
			throw new IllegalStateException("The segment is left");
		}
		return this.ring.count();
	}

	@Override
	public long capacity() {
		return this.segment.geometry().capacity();
	}

	@Override
	public long writer() {
		return this.segment.isExtended()
				? SegmentFields.getLongOpaque(this.segment.memory(), ExtensionLayout.INCARNATION_OFFSET)
				: ExtensionLayout.NO_INCARNATION;
	}

	@Override
	public boolean wakes() {
		return wakes(Thread.currentThread().isVirtual());
	}

	/**
	 * Whether the next sample ends a sleep.
	 * @param watched whether that is one of another thread
	 */
	private boolean wakes(boolean watched) {
		int features = features();
		if (this.sleeper == null || this.kernelWatch == null || (features & ExtensionLayout.FEATURE_WAKES) == 0) {
			return false;
		}
		boolean always = (features & ExtensionLayout.FEATURE_WAKES_ALWAYS) != 0;
		return watched ? this.kernelWatch.canSleepOn(event(), always) : this.sleeper.canSleepOn(event(), always);
	}

	/** What the writer says of itself; nothing if there is none that says so. */
	private int features() {
		return this.segment.isExtended()
				? SegmentFields.getIntOpaque(this.segment.memory(), ExtensionLayout.FEATURES_OFFSET) : 0;
	}

	private EventWord event() {
		EventWord event = this.event;
		if (event == null) {
			event = new EventWord(this.segment.memory().asReadOnly(), ExtensionLayout.EVENT_OFFSET);
		}
		if (!event.isWritable() && this.questions.isDue()) {
			this.questions.looked();
			event = this.segment.registry().map((page) -> new EventWord(page, EVENT)).orElse(event);
		}
		this.event = event;
		return event;
	}

	/**
	 * For how long to wait at most where the writer would wake this reader, and cannot:
	 * what keeps it from that may pass without a sample.
	 * @return a time in nanoseconds
	 */
	long longestWait() {
		return longestWait(Thread.currentThread().isVirtual());
	}

	private long longestWait(boolean watched) {
		boolean hindered = (features() & ExtensionLayout.FEATURE_WAKES) != 0 && !wakes(watched);
		return hindered ? BackgroundThread.INTERVAL.toNanos() : Long.MAX_VALUE;
	}

	@Override
	public void sleep(long nanos) {
		Thread thread = Thread.currentThread();
		if (this.sleeper == null || this.kernelWatch == null || !wakes(thread.isVirtual())) {
			LockSupport.parkNanos(this, nanos);
		}
		else if (!thread.isVirtual()) {
			this.sleeper.sleep(event(), this.over, nanos);
		}
		else {
			boolean watched = this.kernelWatch.begin(thread, event());
			if (!isOver()) {
				LockSupport.parkNanos(this, watched ? nanos : Math.min(nanos, UNWATCHED_NANOS));
			}
			this.kernelWatch.end();
		}
	}

	/**
	 * Begins to await the next sample, beside what else the thread waits for, once it has
	 * read until there was none. Other threads watch for it, as
	 * {@link io.globalbuffer.wait.WaitStrategy#auto()} would, until there may be a
	 * sample, the segment is closed, or {@link #leave} is called.
	 * @param thread the thread, which is unparked then
	 * @return for how many nanoseconds it may park before it looks for a sample in any
	 * case; 0 if it is not awaited, since there may be one
	 */
	long await(Thread thread) {
		boolean watched;
		boolean over;
		if (this.kernelWatch != null && wakes(true)) {
			watched = this.kernelWatch.begin(thread, event());
			over = isOver();
		}
		else {
			watched = this.streamWatch.begin(thread, count());
			over = isOffered();
		}
		if (over) {
			leave();
			return 0;
		}
		return watched ? longestWait(true) : UNWATCHED_NANOS;
	}

	/**
	 * Whether the sample is still awaited.
	 * @return {@code false} once there may be one
	 */
	boolean isAwaited() {
		return this.streamWatch.isAwaited() || (this.kernelWatch != null && this.kernelWatch.isAwaited());
	}

	/** Does not await it any more. */
	void leave() {
		this.streamWatch.end();
		if (this.kernelWatch != null) {
			this.kernelWatch.end();
		}
	}

	/** Whether a sleep has no reason any more, though nobody may have ended it. */
	boolean isMissed() {
		return !this.ring.isDrained() || !isWoken();
	}

	/** Ends a sleep, by whichever thread. */
	void endSleep() {
		if (this.sleeper != null) {
			this.sleeper.wake();
		}
		if (this.kernelWatch != null) {
			this.kernelWatch.wake();
		}
	}

	/** Wakes a thread that parks, whatever it does so for. */
	void wake() {
		this.streamWatch.wake();
		if (this.kernelWatch != null) {
			this.kernelWatch.wake();
		}
	}

	/** Ends all waits: the segment is about to be unmapped. */
	@Override
	public void close() {
		this.closed = true;
		this.streamWatch.close();
		if (this.kernelWatch != null) {
			this.kernelWatch.close();
		}
	}

	private boolean isOver() {
		return isOffered() || !isWoken();
	}

	/**
	 * Whether the next sample ends a sleep. A successor may wake nobody, or only who has
	 * announced himself.
	 */
	private boolean isWoken() {
		EventWord event = this.event;
		int needed = (event != null && event.isWritable()) ? ExtensionLayout.FEATURE_WAKES
				: ExtensionLayout.FEATURE_WAKES | ExtensionLayout.FEATURE_WAKES_ALWAYS;
		return !this.segment.isLost() && (features() & needed) == needed;
	}

	/**
	 * Whether there is a sample, but once: one that is damaged stays, and the reader that
	 * cannot read it would not sleep any more.
	 */
	private boolean isOffered() {
		long count = this.ring.count();
		if (this.ring.cursor() >= count || count == this.offered) {
			return false;
		}
		this.offered = count;
		return true;
	}

}
