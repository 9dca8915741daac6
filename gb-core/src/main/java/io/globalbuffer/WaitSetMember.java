// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.internal.os.MemoryFaults;

/**
 * A reader in a {@link WaitSet}. {@link #stir} and {@link #leave} are for any thread, the
 * rest for the one that waits.
 *
 * @param <D> what payloads are copied into
 */
final class WaitSetMember<D> {

	/** In place of a pause. */
	private static final long READY = -1;

	/** As good as for ever, and short enough to be added to a time. */
	private static final long LONGEST_NANOS = Long.MAX_VALUE / 2;

	private final WaitSet set;

	private final BufferReader<?> reader;

	private final boolean following;

	private final CurrentAttachment<D> currentAttachment;

	/** Whether the reader was told something since it was looked at. */
	private volatile boolean stirred;

	private boolean gone;

	/** Whose next sample is awaited, if one is, and by whom. */
	private @Nullable Attachment<D> awaited;

	private @Nullable Thread waiting;

	/** Whether the thread is unparked then, or has to look by itself. */
	private boolean watched;

	/** When the reader is to be looked at in any case. */
	private long due = System.nanoTime();

	WaitSetMember(WaitSet set, BufferReader<?> reader, boolean following, CurrentAttachment<D> currentAttachment) {
		this.set = set;
		this.reader = reader;
		this.following = following;
		this.currentAttachment = currentAttachment;
	}

	BufferReader<?> reader() {
		return this.reader;
	}

	/**
	 * Is told from now on what the reader is told.
	 * @return {@code false} if another member of the set is already
	 * @throws IllegalStateException if a member of another set is
	 * @throws BufferClosedException if the reader is closed
	 */
	boolean join() {
		WaitSetMember<?> other = this.currentAttachment.cursor().join(this);
		if (other != null && other.set != this.set) {
			throw new IllegalStateException("The reader of buffer '" + this.reader.name()
					+ "' is in another wait set. Remove it there first, or add a fork");
		}
		if (other == null && !this.reader.isOpen()) {
			leave();
			throw new BufferClosedException("The reader of buffer '" + this.reader.name() + "' is closed");
		}
		return other == null;
	}

	/** Is told nothing any more, and awaits nothing. */
	void leave() {
		synchronized (this) {
			this.gone = true;
			Attachment<D> attachment = this.awaited;
			if (attachment != null) {
				this.awaited = null;
				this.waiting = null;
				// not in silence: by now it may be awaited by a read of that thread
				attachment.awaited().wake();
			}
		}
		// last: another set awaits what this one does no longer
		this.currentAttachment.cursor().leave(this);
	}

	/** Notes that the reader is to be looked at. Waits for nothing. */
	void stir() {
		this.stirred = true;
		this.set.stir();
	}

	/** When the reader is to be looked at, whatever it is told. */
	long due() {
		return this.due;
	}

	/**
	 * Whether a read would not have to wait. If it would, the thread is unparked as soon
	 * as that may have changed.
	 * @param thread the thread that waits
	 * @param now the time, in nanoseconds
	 * @return {@code false} also if the reader is not in the set any more
	 */
	synchronized boolean isReady(Thread thread, long now) {
		if (isQuiet(thread, now)) {
			return false;
		}
		this.stirred = false;
		this.due = now;
		return !this.gone && look(thread, now);
	}

	/**
	 * Whether nothing has come since the reader was looked at, as far as can be seen
	 * without a look at anything but the count.
	 * @param thread the thread that waits
	 * @param now the time, in nanoseconds
	 * @return {@code false} if the reader is to be looked at
	 */
	synchronized boolean isQuiet(Thread thread, long now) {
		return !this.stirred && now - this.due < 0 && isStill(thread);
	}

	private boolean isStill(Thread thread) {
		Attachment<D> attachment = this.awaited;
		if (attachment == null) {
			return true;
		}
		try {
			boolean still = thread.equals(this.waiting) && (!this.watched || attachment.awaited().isAwaited())
					&& attachment.ring().isDrained();
			MemoryFaults.surface();
			return still;
		}
		catch (InternalError | IllegalStateException ex) {
			// what it was shows in a moment
			return false;
		}
	}

	private boolean look(Thread thread, long now) {
		try {
			while (true) {
				Attachment<D> attachment = this.currentAttachment.currentWhileWaiting();
				// first: what was committed before the name led elsewhere is read before
				// that is followed
				boolean left = attachment != null && attachment.isLeft();
				long pause = await(attachment, thread);
				if (pause == READY) {
					return true;
				}
				if (attachment == null || !(left || attachment.segment().isLost())
						|| !this.currentAttachment.followUnlessReading(attachment)) {
					boolean told = this.currentAttachment.outlook().isTold(attachment);
					this.due = now + (told ? pause : Math.min(pause, ReadPause.UNTOLD_NANOS));
					return false;
				}
			}
		}
		catch (RuntimeException ex) {
			// a read would throw it: it is that reader's, and no matter of the others
			ignore();
			return true;
		}
	}

	/**
	 * Awaits the sample that the cursor comes to next.
	 * @return for how many nanoseconds to do so, or {@link #READY} if it is there
	 */
	private long await(@Nullable Attachment<D> attachment, Thread thread) {
		if (attachment == null || isLost(attachment)) {
			ignore();
			return ReadPause.NO_SEGMENT_NANOS;
		}
		try {
			long pause = attachment.ring().isDrained() ? awaitNext(attachment, thread) : READY;
			boolean drained = attachment.ring().isDrained();
			MemoryFaults.surface();
			if (!drained) {
				ignore();
			}
			return drained ? pause : READY;
		}
		catch (InternalError ex) {
			attachment.lost(ex);
			return await(attachment, thread);
		}
		catch (IllegalStateException ex) {
			this.currentAttachment.throwUnlessMovedOn(attachment, ex);
			return 0;
		}
	}

	/** Where nothing can come, a read says so; a following one waits for another one. */
	private boolean isLost(Attachment<D> attachment) {
		boolean lost = attachment.segment().isLost();
		if (lost && !this.following) {
			attachment.segment().requireIntact();
		}
		return lost;
	}

	private long awaitNext(Attachment<D> attachment, Thread thread) {
		if (attachment != this.awaited) {
			ignore();
			this.awaited = attachment;
		}
		this.waiting = thread;
		long pause = attachment.awaited().await(thread);
		this.watched = pause > AwaitedSample.UNWATCHED_NANOS;
		return Math.min(LONGEST_NANOS, pause);
	}

	private void ignore() {
		Attachment<D> attachment = this.awaited;
		if (attachment != null) {
			this.awaited = null;
			this.waiting = null;
			attachment.awaited().leave();
		}
	}

}
