// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.ArrayCopier;
import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.layout.SlotLayout;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.os.Passage;
import io.globalbuffer.internal.os.Window;
import io.globalbuffer.internal.wake.EventWord;
import io.globalbuffer.internal.wake.Waker;

/**
 * The writing side of the seqlock: {@link #begin}, fill the payload, then {@link #commit}
 * or {@link #abort}. After H.-J. Boehm, "Can seqlocks get along with programming language
 * memory models?", MSPC 2012. Not safe for use by many threads.
 * <p>
 * Each step of these is a method of its own, so that a debugger can stop between any two.
 * Between {@link #begin} and its end no thread is inside the {@link Passage}: a
 * reservation can be open for as long as it likes.
 */
public final class RingWriter {

	/** What a step returns when the segment has another writer by now. */
	public static final long CONFLICT = -1;

	/** What {@link #write} and {@link #begin} return where it is not as plain as that. */
	public static final long REFUSED = -2;

	/** In place of a length, where nothing is published. */
	private static final long ABORTED = -3;

	private final MemorySegment memory;

	/** Where the memory begins, as the window has it. */
	private final long firstWord;

	private final long payloadOffset;

	/** The first slot, what lies between two, and where they end. */
	private final long first;

	private final long stride;

	private final long end;

	private final long slotSize;

	/** Absent for a writer that says nothing of its samples. */
	private final @Nullable SlotFields fields;

	/** Absent where readers that sleep cannot be woken. */
	private final @Nullable Waker waker;

	/** Whose turn it is to write, for as long as it does not change. */
	private final long incarnation;

	/** The sequence of the next sample: a private copy of the shared count. */
	private long sequence;

	/** Where that sample's slot lies. */
	private long slot;

	private Passage passage;

	/** The slot's lock while it is being written, 0 between samples. */
	private int oddLock;

	/**
	 * Goes on writing where the segment's count stands.
	 * @param memory the whole segment, writable
	 * @param geometry where its slots lie
	 * @param incarnation that of the writer: what the segment says may be a successor's
	 * by now
	 * @param fields what to store beside payloads; {@code null} for nothing
	 * @param waker wakes readers that sleep; {@code null} if that cannot be done
	 * @param passage the way to the memory
	 */
	public RingWriter(MemorySegment memory, RingGeometry geometry, long incarnation, @Nullable SlotFields fields,
			@Nullable Waker waker, Passage passage) {
		this.memory = memory;
		this.firstWord = Window.firstWord(memory);
		this.payloadOffset = geometry.payloadOffset();
		this.first = geometry.slotsStart();
		this.stride = geometry.stride();
		this.end = geometry.slotsEnd();
		this.passage = passage;
		this.slotSize = geometry.slotSize();
		this.fields = fields;
		this.waker = waker;
		this.incarnation = incarnation;
		this.sequence = SegmentFields.getLongAcquire(memory, HeaderLayout.COUNT_OFFSET);
		this.slot = geometry.slotOffset(this.sequence);
	}

	/**
	 * The way to the memory.
	 * @return the passage
	 */
	public Passage passage() {
		return this.passage;
	}

	/**
	 * Goes another way from now on.
	 * @param passage the passage of the thread that writes now
	 */
	public void goBy(Passage passage) {
		this.passage = passage;
	}

	/** A constant for the compiler where the window is open. */
	private MemorySegment window() {
		return Window.writable(this.memory);
	}

	/** Where something of the segment lies in the window. */
	private long place(long offset) {
		return Window.place(this.firstWord, offset);
	}

	/**
	 * Publishes a sample in a straight line, if that is possible: it has nothing but a
	 * payload, and nothing bars the way. It looks for a conflict by itself: so it is
	 * larger than what the compiler inlines, which in a large caller would leave half of
	 * it as calls.
	 * @param <A> the array type
	 * @param copier copies the payload
	 * @param source the payload, which has to fill the slot
	 * @return its sequence; {@link #CONFLICT} or {@link #REFUSED} when nothing was
	 * published
	 */
	public <A> long write(ArrayCopier<A> copier, A source) {
		Passage way = this.passage;
		boolean plain = this.fields == null && this.oddLock == 0 && this.payloadOffset == SlotLayout.PAYLOAD_OFFSET
				&& copier.bytes(copier.length(source)) == this.slotSize;
		if (!plain || !way.tryEnter()) {
			return REFUSED;
		}
		long written = CONFLICT;
		try {
			MemorySegment window = Window.writable(this.memory);
			long count = Window.place(this.firstWord, HeaderLayout.COUNT_OFFSET);
			long writer = Window.place(this.firstWord, ExtensionLayout.INCARNATION_OFFSET);
			// as isConflict
			if (SegmentFields.getLongOpaque(window, count) == this.sequence
					&& SegmentFields.getLongOpaque(window, writer) == this.incarnation) {
				long place = Window.place(this.firstWord, this.slot);
				lock(place);
				copier.copyIn(source, window, place + SlotLayout.PAYLOAD_OFFSET);
				// before anything of it is published
				MemoryFaults.surface();
				if (SegmentFields.getLongOpaque(window, count) == this.sequence
						&& SegmentFields.getLongOpaque(window, writer) == this.incarnation) {
					long following = this.slot + this.stride;
					long next = (following < this.end) ? following : this.first;
					describe(place, this.slotSize);
					unlock(place);
					publish();
					written = moveOn(next);
					long event = Window.place(this.firstWord, ExtensionLayout.EVENT_OFFSET);
					if (this.waker != null && EventWord.hasSleepers(window, event)) {
						this.waker.wake();
					}
				}
				else {
					this.oddLock = 0;
				}
			}
		}
		finally {
			try {
				way.leave();
			}
			catch (StackOverflowError ex) {
				way.inside = false;
			}
			catch (InternalError ex) {
				way.leaveWith(ex);
			}
		}
		return written;
	}

	/**
	 * Takes the next slot. It lies outside the window of readable samples.
	 * @return where its payload lies; {@link #CONFLICT}, or {@link #REFUSED} where a slot
	 * is taken already or something bars the way
	 */
	public long begin() {
		Passage way = this.passage;
		if (this.oddLock != 0 || !way.tryEnter()) {
			return REFUSED;
		}
		try {
			if (isConflict()) {
				return CONFLICT;
			}
			lock(place(this.slot));
			return this.slot + this.payloadOffset;
		}
		finally {
			try {
				way.leave();
			}
			catch (StackOverflowError ex) {
				way.inside = false;
			}
			catch (InternalError ex) {
				way.leaveWith(ex);
			}
		}
	}

	/**
	 * Whether a slot is taken.
	 * @return {@code true} between {@link #begin} and {@link #commit} or {@link #abort}
	 */
	public boolean isWriting() {
		return this.oddLock != 0;
	}

	/**
	 * Publishes the sample.
	 * @param length its payload's length
	 * @return its sequence, or {@link #CONFLICT} when nothing was published
	 */
	public long commit(long length) {
		return finish(length);
	}

	/**
	 * Gives the slot back. Its sequence is poisoned first: a reader that chose the slot's
	 * old sample while that was still in the window must not take the new bytes for it.
	 */
	public void abort() {
		finish(ABORTED);
	}

	/**
	 * Ends what {@link #begin} began. It is as large as {@link #write}, for the same
	 * reason.
	 * @param length the payload's length, or {@link #ABORTED}
	 * @return the sample's sequence; {@link #CONFLICT} when nothing was published
	 */
	private long finish(long length) {
		Passage way = this.passage;
		way.enter();
		long committed = CONFLICT;
		try {
			SlotFields fields = this.fields;
			if (fields != null && length != ABORTED) {
				// takes its time: before the look whether this writer may still store
				fields.sumUp(this.memory, this.slot, length);
			}
			MemorySegment window = Window.writable(this.memory);
			long count = Window.place(this.firstWord, HeaderLayout.COUNT_OFFSET);
			long writer = Window.place(this.firstWord, ExtensionLayout.INCARNATION_OFFSET);
			long place = Window.place(this.firstWord, this.slot);
			// as isConflict
			if (SegmentFields.getLongOpaque(window, count) != this.sequence
					|| SegmentFields.getLongOpaque(window, writer) != this.incarnation) {
				// the slot is the other writer's now: its next commit heals the lock
				this.oddLock = 0;
			}
			else if (length == ABORTED) {
				poison(place);
				unlock(place);
				this.oddLock = 0;
			}
			else {
				// first: once the sample is published nothing may fail, not even for want
				// of stack
				long following = this.slot + this.stride;
				long next = (following < this.end) ? following : this.first;
				describe(place, length);
				if (fields != null) {
					fields.store(window, place, this.sequence);
				}
				unlock(place);
				publish();
				committed = moveOn(next);
				long event = Window.place(this.firstWord, ExtensionLayout.EVENT_OFFSET);
				if (this.waker != null && EventWord.hasSleepers(window, event)) {
					this.waker.wake();
				}
			}
		}
		finally {
			try {
				way.leave();
			}
			catch (StackOverflowError ex) {
				way.inside = false;
			}
			catch (InternalError ex) {
				way.leaveWith(ex);
			}
		}
		return committed;
	}

	/** Whether another process has written, or has taken the segment over and may. */
	private boolean isConflict() {
		return SegmentFields.getLongOpaque(window(), place(HeaderLayout.COUNT_OFFSET)) != this.sequence
				|| SegmentFields.getLongOpaque(window(), place(ExtensionLayout.INCARNATION_OFFSET)) != this.incarnation;
	}

	private void lock(long place) {
		// absolute parity: with any lock that a crashed or nested writer left, this one
		// is odd
		this.oddLock = (SegmentFields.getInt(window(), place + SlotLayout.LOCK_OFFSET) + 1) | 1;
		// release: behind the count of the sample before, which moved the window off this
		// slot; a writer that dies in between must not leave a readable sample locked
		SegmentFields.setIntRelease(window(), place + SlotLayout.LOCK_OFFSET, this.oddLock);
		// Pair A: no payload store may become visible before the odd lock. A release
		// store of the lock would not hold back the stores after it. Readers: the
		// fence before they look at the lock again.
		VarHandle.releaseFence();
	}

	private void describe(long place, long length) {
		// with it no flags, in the same store: what an earlier writer said is over
		SegmentFields.setLong(window(), place + SlotLayout.LENGTH_OFFSET, length);
		SegmentFields.setLongOpaque(window(), place + SlotLayout.SEQUENCE_OFFSET, this.sequence);
	}

	private void poison(long place) {
		SegmentFields.setLongOpaque(window(), place + SlotLayout.SEQUENCE_OFFSET, SlotLayout.POISONED_SEQUENCE);
	}

	private void unlock(long place) {
		// Pair B: payload, length and sequence before the even lock. Readers: acquire
		// of the lock before they copy.
		SegmentFields.setIntRelease(window(), place + SlotLayout.LOCK_OFFSET, this.oddLock + 1);
	}

	private void publish() {
		// Pair C: the whole slot before the count. Readers: acquire of the count.
		SegmentFields.setLongRelease(window(), place(HeaderLayout.COUNT_OFFSET), this.sequence + 1);
	}

	private long moveOn(long next) {
		long committed = this.sequence;
		this.sequence = committed + 1;
		this.slot = next;
		this.oddLock = 0;
		return committed;
	}

}
