// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.layout.SlotLayout;
import io.globalbuffer.internal.wake.Waker;

/**
 * The writing side of the seqlock: {@link #begin}, fill the payload, then {@link #commit}
 * or {@link #abort}. After H.-J. Boehm, "Can seqlocks get along with programming language
 * memory models?", MSPC 2012. Not safe for use by many threads.
 * <p>
 * Each step of the protocol is a method of its own, so that a debugger can stop between
 * any two of them.
 */
public final class RingWriter {

	/** What a step returns when the segment has another writer by now. */
	public static final long CONFLICT = -1;

	private final MemorySegment memory;

	private final RingGeometry geometry;

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
	 */
	public RingWriter(MemorySegment memory, RingGeometry geometry, long incarnation, @Nullable SlotFields fields,
			@Nullable Waker waker) {
		this.memory = memory;
		this.geometry = geometry;
		this.fields = fields;
		this.waker = waker;
		this.incarnation = incarnation;
		this.sequence = SegmentFields.getLongAcquire(memory, HeaderLayout.COUNT_OFFSET);
		this.slot = geometry.slotOffset(this.sequence);
	}

	/**
	 * Takes the next slot. It lies outside the window of readable samples.
	 * @return where its payload lies, or {@link #CONFLICT}
	 */
	public long begin() {
		if (isConflict()) {
			return CONFLICT;
		}
		lock();
		return this.slot + this.geometry.payloadOffset();
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
		if (this.fields != null) {
			// takes its time: before the look whether this writer may still store
			this.fields.sumUp(this.memory, this.slot, length);
		}
		if (isConflict()) {
			// the slot is the other writer's now: its next commit heals the lock
			this.oddLock = 0;
			return CONFLICT;
		}
		// first: once the sample is published nothing may fail, not even for want of
		// stack
		long next = this.geometry.nextSlotOffset(this.slot);
		describe(length);
		if (this.fields != null) {
			this.fields.store(this.memory, this.slot, this.sequence);
		}
		unlock();
		publish();
		long committed = moveOn(next);
		if (this.waker != null) {
			this.waker.published();
		}
		return committed;
	}

	/**
	 * Gives the slot back. Its sequence is poisoned first: a reader that chose the slot's
	 * old sample while that was still in the window must not take the new bytes for it.
	 */
	public void abort() {
		if (isConflict()) {
			// the other writer may have published a sample in the slot: leave it alone
			this.oddLock = 0;
			return;
		}
		poison();
		unlock();
		this.oddLock = 0;
	}

	/** Whether another process has written, or has taken the segment over and may. */
	private boolean isConflict() {
		return SegmentFields.getLongOpaque(this.memory, HeaderLayout.COUNT_OFFSET) != this.sequence
				|| SegmentFields.getLongOpaque(this.memory, ExtensionLayout.INCARNATION_OFFSET) != this.incarnation;
	}

	private void lock() {
		// absolute parity: with any lock that a crashed or nested writer left, this one
		// is odd
		this.oddLock = (SegmentFields.getInt(this.memory, this.slot + SlotLayout.LOCK_OFFSET) + 1) | 1;
		// release: behind the count of the sample before, which moved the window off this
		// slot; a writer that dies in between must not leave a readable sample locked
		SegmentFields.setIntRelease(this.memory, this.slot + SlotLayout.LOCK_OFFSET, this.oddLock);
		// Pair A: no payload store may become visible before the odd lock. A release
		// store of the lock would not hold back the stores after it. Readers: the
		// fence before they look at the lock again.
		VarHandle.releaseFence();
	}

	private void describe(long length) {
		// with it no flags, in the same store: what an earlier writer said is over
		SegmentFields.setLong(this.memory, this.slot + SlotLayout.LENGTH_OFFSET, length);
		SegmentFields.setLongOpaque(this.memory, this.slot + SlotLayout.SEQUENCE_OFFSET, this.sequence);
	}

	private void poison() {
		SegmentFields.setLongOpaque(this.memory, this.slot + SlotLayout.SEQUENCE_OFFSET, SlotLayout.POISONED_SEQUENCE);
	}

	private void unlock() {
		// Pair B: payload, length and sequence before the even lock. Readers: acquire
		// of the lock before they copy.
		SegmentFields.setIntRelease(this.memory, this.slot + SlotLayout.LOCK_OFFSET, this.oddLock + 1);
	}

	private void publish() {
		// Pair C: the whole slot before the count. Readers: acquire of the count.
		SegmentFields.setLongRelease(this.memory, HeaderLayout.COUNT_OFFSET, this.sequence + 1);
	}

	private long moveOn(long next) {
		long committed = this.sequence;
		this.sequence = committed + 1;
		this.slot = next;
		this.oddLock = 0;
		return committed;
	}

}
