// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.layout.SlotLayout;
import io.globalbuffer.internal.os.MemoryFaults;

/**
 * Copies samples out of slots that may be changing meanwhile. Safe for use by many
 * threads.
 *
 * @param <D> what payloads are copied into
 */
final class SampleSlots<D> {

	static final int ATTEMPTS = 16;

	/**
	 * Damaged slots to look at in one call; what comes after them is for the next one.
	 */
	static final int MOST_DAMAGED = 1024;

	enum Outcome {

		COPIED,

		/** The lock changed during the copy. */
		UNSTABLE,

		/**
		 * Its lock is odd, or it holds another sample. If the wanted one can still be
		 * read by the count, then it is not being written, and it will stay so: a nested
		 * or forgotten reservation of a Python writer has damaged it. Or its payload does
		 * not have its checksum: it was changed since.
		 */
		UNREADABLE

	}

	private final MemorySegment memory;

	private final RingGeometry geometry;

	private final PayloadCopier<D> copier;

	private final boolean fixedLength;

	/** The factor that divides a sequence by the number of slots: see {@link #slotOf}. */
	private final long reciprocal;

	/** Whether the last sample that was looked at has a checksum, as far as is known. */
	boolean checked;

	/** Kept from one checksum to the next, unless two threads compute some at once. */
	private final AtomicReference<@Nullable PayloadChecksum> spareChecksum = new AtomicReference<>();

	SampleSlots(MemorySegment memory, RingGeometry geometry, PayloadCopier<D> copier, boolean fixedLength) {
		this.memory = memory;
		this.geometry = geometry;
		this.copier = copier;
		this.fixedLength = fixedLength;
		this.reciprocal = reciprocal(geometry);
	}

	/** Samples committed so far; 0 for a count that no writer reaches. */
	long count() {
		// Pair C: acquire, so that every slot below the count is seen as committed
		return Math.max(0, SegmentFields.getLongAcquire(this.memory, HeaderLayout.COUNT_OFFSET));
	}

	/** The factor that divides a sequence by the number of slots: see {@link #slotOf}. */
	static long reciprocal(RingGeometry geometry) {
		return Long.divideUnsigned(-1, geometry.slots());
	}

	MemorySegment memory() {
		return this.memory;
	}

	RingGeometry geometry() {
		return this.geometry;
	}

	/** Whether a sample is in the window of those that can be read. */
	boolean isReadable(long sequence) {
		long count = count();
		return sequence < count && count - sequence <= this.geometry.capacity();
	}

	/**
	 * As {@link RingGeometry#slotOffset} without a division, which takes longer than
	 * copying a small sample. The quotient by the reciprocal, rounded down twice, is
	 * right or one too small.
	 */
	long slotOf(long sequence) {
		long slots = this.geometry.slots();
		long remainder = sequence - Math.unsignedMultiplyHigh(sequence, this.reciprocal) * slots;
		long index = (remainder < slots) ? remainder : remainder - slots;
		return this.geometry.slotsStart() + index * this.geometry.stride();
	}

	/** The newest sample, or {@link RingReader#EMPTY} or {@link RingReader#UNSTABLE}. */
	long latest(D target, @Nullable SampleDescription description) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			long count = count();
			if (count == 0) {
				return RingReader.EMPTY;
			}
			long wanted = count - 1;
			Outcome outcome = copy(slotOf(wanted), wanted, target, description);
			if (outcome == Outcome.COPIED) {
				return wanted;
			}
			if (outcome == Outcome.UNREADABLE && count() == count) {
				long older = newestBefore(wanted, target, description);
				if (older != RingReader.UNSTABLE) {
					return older;
				}
			}
			Thread.onSpinWait();
		}
		return RingReader.UNSTABLE;
	}

	/**
	 * Goes back past a damaged slot. What is older was never newer than what
	 * {@code latest} returned before: while the count stands still, no slot changes. Only
	 * a sample that was whole then and was damaged since is newer.
	 */
	private long newestBefore(long damaged, D target, @Nullable SampleDescription description) {
		long last = Math.max(0, damaged - MOST_DAMAGED);
		for (long wanted = damaged - 1; wanted >= last && isReadable(wanted); wanted--) {
			if (isIntact(wanted) && copy(slotOf(wanted), wanted, target, description) == Outcome.COPIED) {
				return wanted;
			}
		}
		return RingReader.UNSTABLE;
	}

	/** Whether a slot may hold the sample it should; a copy alone can tell. */
	boolean isIntact(long sequence) {
		long slot = slotOf(sequence);
		int lock = SegmentFields.getIntAcquire(this.memory, slot + SlotLayout.LOCK_OFFSET);
		long length = length(slot);
		return isStable(lock, sequence) && fits(length)
				&& SegmentFields.getLongOpaque(this.memory, slot + SlotLayout.SEQUENCE_OFFSET) == sequence
				&& ((flags(slot, sequence) & SlotLayout.FLAG_CHECKSUM) == 0 || hasItsChecksum(slot, sequence, length));
	}

	/** Copies a slot if it holds the sample that is wanted. */
	Outcome copy(long slot, long wanted, D target, @Nullable SampleDescription description) {
		// Pair B: acquire, so that an even lock comes with the payload before it
		int lock = SegmentFields.getIntAcquire(this.memory, slot + SlotLayout.LOCK_OFFSET);
		if (!isStable(lock, wanted)) {
			return Outcome.UNREADABLE;
		}
		long length = length(slot);
		boolean sound = fits(length);
		if (sound) {
			int flags = flags(slot, wanted);
			if (description != null) {
				// before the payload, which may be shown to a function together with it
				description.read(this.memory, slot, wanted, flags);
			}
			boolean hasChecksum = (flags & SlotLayout.FLAG_CHECKSUM) != 0;
			if (this.checked != hasChecksum) {
				this.checked = hasChecksum;
			}
			if (hasChecksum) {
				sound = copyChecked(slot, wanted, length, target);
			}
			else {
				this.copier.copy(this.memory, slot + this.geometry.payloadOffset(), length, target);
			}
		}
		// Pair A: every load of the copy before the second look at the lock. An
		// acquire load of the lock would not hold back the loads before it. Writers:
		// the fence after the odd lock.
		VarHandle.acquireFence();
		long sequence = SegmentFields.getLongOpaque(this.memory, slot + SlotLayout.SEQUENCE_OFFSET);
		if (SegmentFields.getIntOpaque(this.memory, slot + SlotLayout.LOCK_OFFSET) != lock) {
			return Outcome.UNSTABLE;
		}
		if (!sound || sequence != wanted) {
			return Outcome.UNREADABLE;
		}
		// a page that is gone reads as zeros until its fault arrives, and lock and
		// sequence may lie on another one
		MemoryFaults.surface();
		return Outcome.COPIED;
	}

	/**
	 * Whether each sample has so many bytes, and lies where {@link StraightReads} looks.
	 */
	boolean isFilledBy(long bytes) {
		return this.fixedLength && bytes == this.geometry.slotSize()
				&& this.geometry.payloadOffset() == SlotLayout.PAYLOAD_OFFSET;
	}

	/** Locks wrap, so that 0 means never written only where nothing else can be. */
	private static boolean isStable(int lock, long wanted) {
		return (lock & 1) == 0 && (lock != 0 || wanted != 0);
	}

	/** What the slot says of a sample. Of another's layout it cannot say anything. */
	private int flags(long slot, long sequence) {
		return (this.geometry.payloadOffset() < SlotLayout.PAYLOAD_OFFSET) ? 0
				: SlotLayout.flags(SegmentFields.getInt(this.memory, slot + SlotLayout.FLAGS_OFFSET), sequence);
	}

	/** Copies a payload, and returns whether the copy has the checksum that is stated. */
	private boolean copyChecked(long slot, long sequence, long length, D target) {
		long payload = slot + this.geometry.payloadOffset();
		if (!this.copier.takesPieces(target)) {
			this.copier.copy(this.memory, payload, length, target);
			// after the copy: had a page gone before it, the checksum is one of zeros too
			return hasItsChecksum(slot, sequence, length);
		}
		PayloadChecksum checksum = takeChecksum();
		int crc = checksum.copyOut(this.memory, payload, length, this.copier, target);
		this.spareChecksum.set(checksum);
		return isStated(slot, sequence, crc);
	}

	/** Whether the payload has the checksum that the slot states. */
	private boolean hasItsChecksum(long slot, long sequence, long length) {
		PayloadChecksum checksum = takeChecksum();
		int crc = checksum.of(this.memory, slot + this.geometry.payloadOffset(), length);
		this.spareChecksum.set(checksum);
		return isStated(slot, sequence, crc);
	}

	private PayloadChecksum takeChecksum() {
		PayloadChecksum checksum = this.spareChecksum.getAndSet(null);
		return (checksum != null) ? checksum : new PayloadChecksum();
	}

	private boolean isStated(long slot, long sequence, int crc) {
		return SlotLayout.checksumField(crc, sequence) == SegmentFields.getInt(this.memory,
				slot + SlotLayout.CHECKSUM_OFFSET);
	}

	private long length(long slot) {
		return Integer.toUnsignedLong(SegmentFields.getInt(this.memory, slot + SlotLayout.LENGTH_OFFSET));
	}

	private boolean fits(long length) {
		return this.fixedLength ? length == this.geometry.slotSize() : length <= this.geometry.slotSize();
	}

}
