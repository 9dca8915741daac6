// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

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
import io.globalbuffer.wait.AwaitedStream;

/**
 * The next sample of a segment, as what a reader waits for.
 */
final class AwaitedSample implements AwaitedStream {

	/** Where the event word lies on the page that readers write to. */
	private static final long EVENT = ExtensionLayout.EVENT_OFFSET - RegistryLayout.START;

	private final MappedSegment segment;

	private final RingReader<?> ring;

	/** Absent where the system knows no sleep that another process can end. */
	private final @Nullable Sleeper sleeper;

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

	AwaitedSample(MappedSegment segment, RingReader<?> ring, @Nullable Sleeper sleeper) {
		this.segment = segment;
		this.ring = ring;
		this.sleeper = sleeper;
	}

	@Override
	public long count() {
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
		int features = features();
		return this.sleeper != null && (features & ExtensionLayout.FEATURE_WAKES) != 0
				&& this.sleeper.canSleepOn(event(), (features & ExtensionLayout.FEATURE_WAKES_ALWAYS) != 0);
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

	@Override
	public void sleep(long nanos) {
		if (this.sleeper != null && wakes()) {
			this.sleeper.sleep(event(), this.over, nanos);
		}
		else {
			LockSupport.parkNanos(this, nanos);
		}
	}

	/** Whether a sleep has no reason any more, though nobody may have ended it. */
	boolean isMissed() {
		return !this.ring.isDrained() || !isWoken();
	}

	/** Ends the sleep. */
	void wake() {
		if (this.sleeper != null) {
			this.sleeper.wake();
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
