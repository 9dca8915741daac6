package io.globalbuffer.internal.ring;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.layout.SlotLayout;
import io.globalbuffer.internal.os.MemoryFaults;

/**
 * The reading side of the seqlock, with one cursor. {@link #latest} may be called by any
 * thread; the {@code next} methods by one at a time. The counters may be read by any
 * thread. After H.-J. Boehm, see {@link RingWriter}.
 *
 * @param <D> what payloads are copied into
 */
public final class RingReader<D> {

	/** There is no sample to read. */
	public static final long EMPTY = -1;

	/** There is one, but it changed under each of a few copies: worth another try. */
	public static final long UNSTABLE = -2;

	private static final int ATTEMPTS = 16;

	private static final VarHandle CURSOR;

	private static final VarHandle OVERRUNS;

	private static final VarHandle SKIPPED;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			CURSOR = lookup.findVarHandle(RingReader.class, "cursor", long.class);
			OVERRUNS = lookup.findVarHandle(RingReader.class, "overruns", long.class);
			SKIPPED = lookup.findVarHandle(RingReader.class, "skipped", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private enum Outcome {

		COPIED,

		/** The lock changed during the copy. */
		UNSTABLE,

		/**
		 * Its lock is odd, or it holds another sample or none. If the wanted one can
		 * still be read by the count, then nobody is writing the slot, and it will stay
		 * so: a nested or forgotten reservation of a Python writer has damaged it.
		 */
		UNREADABLE

	}

	private final MemorySegment memory;

	private final RingGeometry geometry;

	private final PayloadCopier<D> copier;

	private final boolean fixedLength;

	/** What multiplying by it divides by the number of slots. */
	private final long reciprocal;

	private final long start;

	/** The next sequence to read. */
	private long cursor;

	/** Where the cursor's slot lies. */
	private long cursorSlot;

	private long overruns;

	private long skipped;

	private long missed;

	/** What was missed before the cursor's start, until a sample is delivered. */
	private long carried;

	/**
	 * Starts reading.
	 * @param memory the whole segment
	 * @param geometry where its slots lie
	 * @param copier copies payloads
	 * @param fixedLength whether a payload always fills its slot
	 * @param cursor the first sequence to read
	 * @param carried samples of an earlier segment that were never delivered; they count
	 * as missed with the first sample of this one
	 */
	public RingReader(MemorySegment memory, RingGeometry geometry, PayloadCopier<D> copier, boolean fixedLength,
			long cursor, long carried) {
		this.memory = memory;
		this.geometry = geometry;
		this.copier = copier;
		this.fixedLength = fixedLength;
		this.reciprocal = Long.divideUnsigned(-1, geometry.slots());
		this.start = cursor;
		this.cursor = cursor;
		this.carried = carried;
		this.cursorSlot = geometry.slotOffset(cursor);
	}

	/**
	 * Copies the newest sample, whatever the cursor.
	 * @param target what to copy into; undefined unless a sequence is returned
	 * @return the sample's sequence, {@link #EMPTY} or {@link #UNSTABLE}
	 */
	public long latest(D target) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			long count = count();
			if (count == 0) {
				return EMPTY;
			}
			long wanted = count - 1;
			Outcome outcome = copy(slotOf(wanted), wanted, target);
			if (outcome == Outcome.COPIED) {
				return wanted;
			}
			if (outcome == Outcome.UNREADABLE && count() == count) {
				long older = newestBefore(wanted, target);
				if (older != UNSTABLE) {
					return older;
				}
			}
			Thread.onSpinWait();
		}
		return UNSTABLE;
	}

	/**
	 * Goes back past a damaged slot. What is older was never newer than what
	 * {@code latest} returned before: while the count stands still, no slot changes.
	 */
	private long newestBefore(long damaged, D target) {
		for (long wanted = damaged - 1; wanted >= 0 && isReadable(wanted); wanted--) {
			if (copy(slotOf(wanted), wanted, target) == Outcome.COPIED) {
				return wanted;
			}
		}
		return UNSTABLE;
	}

	/**
	 * Copies the cursor's sample, or the oldest one left where that was overwritten, and
	 * moves the cursor past it.
	 * @param target what to copy into; undefined unless a sequence is returned
	 * @return the sample's sequence, {@link #EMPTY} or {@link #UNSTABLE}; the cursor
	 * moves only with a sequence
	 */
	public long next(D target) {
		long from = this.cursor;
		int attempt = 0;
		while (attempt < ATTEMPTS) {
			long count = count();
			if (Long.compareUnsigned(from, count) >= 0) {
				return EMPTY;
			}
			// unsigned, as whatever the count claims: a damaged one must not let this
			// search
			// for ever
			boolean overwritten = Long.compareUnsigned(count - from, this.geometry.capacity()) > 0;
			long wanted = overwritten ? count - this.geometry.capacity() : from;
			long slot = (wanted == this.cursor) ? this.cursorSlot : slotOf(wanted);
			switch (copy(slot, wanted, target)) {
				case COPIED -> {
					miss(wanted);
					OVERRUNS.setOpaque(this, this.overruns + this.missed);
					moveTo(wanted + 1, this.geometry.nextSlotOffset(slot));
					return wanted;
				}
				case UNREADABLE -> {
					if (isReadable(wanted)) {
						// damaged, and so lost
						from = wanted + 1;
						attempt = 0;
						continue;
					}
				}
				case UNSTABLE -> {
				}
			}
			attempt++;
			Thread.onSpinWait();
		}
		return UNSTABLE;
	}

	/**
	 * Copies the newest sample unless the cursor has passed it, and moves the cursor past
	 * it; the samples before it are skipped.
	 * @param target what to copy into; undefined unless a sequence is returned
	 * @return the sample's sequence, {@link #EMPTY} or {@link #UNSTABLE}; the cursor
	 * moves only with a sequence
	 */
	public long nextLatest(D target) {
		if (isDrained()) {
			return EMPTY;
		}
		long sequence = latest(target);
		if (sequence >= 0 && sequence < this.cursor) {
			// what lies beyond the cursor is damaged
			return EMPTY;
		}
		if (sequence >= 0) {
			miss(sequence);
			SKIPPED.setOpaque(this, this.skipped + this.missed);
			moveTo(sequence + 1, slotOf(sequence + 1));
		}
		return sequence;
	}

	/**
	 * How many samples lie between the one the last {@code next} method returned and the
	 * one before it. For the thread that called it.
	 * @return a count
	 */
	public long missed() {
		return this.missed;
	}

	/**
	 * Whether the cursor has come to the end.
	 * @return {@code true} if nothing was committed that it has not passed
	 */
	public boolean isDrained() {
		return Long.compareUnsigned(cursor(), count()) >= 0;
	}

	/**
	 * Whether somebody reads with the cursor and has not come to the end.
	 * @return {@code true} if samples were delivered by it and others wait
	 */
	public boolean isInUse() {
		return cursor() != this.start && !isDrained();
	}

	/**
	 * Samples that the cursor has not passed, those it has lost already included.
	 * @param count how many were committed
	 * @return a count
	 */
	public long undelivered(long count) {
		return this.carried + Math.max(0, count - cursor());
	}

	/**
	 * Samples committed so far.
	 * @return the shared count
	 */
	public long count() {
		// Pair C: acquire, so that every slot below the count is seen as committed
		return SegmentFields.getLongAcquire(this.memory, HeaderLayout.COUNT_OFFSET);
	}

	/**
	 * The next sequence to read.
	 * @return the cursor
	 */
	public long cursor() {
		return (long) CURSOR.getOpaque(this);
	}

	/**
	 * Samples lost because they were overwritten first.
	 * @return a count
	 */
	public long overruns() {
		return (long) OVERRUNS.getOpaque(this);
	}

	/**
	 * Samples passed over by {@link #nextLatest}.
	 * @return a count
	 */
	public long skipped() {
		return (long) SKIPPED.getOpaque(this);
	}

	/**
	 * As {@link RingGeometry#slotOffset} without a division, which takes longer than
	 * copying a small sample. The quotient by the reciprocal, rounded down twice, is
	 * right or one too small.
	 */
	private long slotOf(long sequence) {
		long slots = this.geometry.slots();
		long remainder = sequence - Math.unsignedMultiplyHigh(sequence, this.reciprocal) * slots;
		long index = (remainder < slots) ? remainder : remainder - slots;
		return this.geometry.slotsStart() + index * this.geometry.stride();
	}

	private Outcome copy(long slot, long wanted, D target) {
		// Pair B: acquire, so that an even lock comes with the payload before it
		int lock = SegmentFields.getIntAcquire(this.memory, slot + SlotLayout.LOCK_OFFSET);
		if ((lock & 1) != 0 || (lock == 0 && wanted == 0)) {
			// the latter was never written: the count claims what is not there
			return Outcome.UNREADABLE;
		}
		long length = Integer.toUnsignedLong(SegmentFields.getInt(this.memory, slot + SlotLayout.LENGTH_OFFSET));
		boolean lengthFits = this.fixedLength ? length == this.geometry.slotSize() : length <= this.geometry.slotSize();
		if (lengthFits) {
			this.copier.copy(this.memory, slot + this.geometry.payloadOffset(), length, target);
		}
		// Pair A: every load of the copy before the second look at the lock. An
		// acquire load of the lock would not hold back the loads before it. Writers:
		// the fence after the odd lock.
		VarHandle.acquireFence();
		long sequence = SegmentFields.getLongOpaque(this.memory, slot + SlotLayout.SEQUENCE_OFFSET);
		if (SegmentFields.getIntOpaque(this.memory, slot + SlotLayout.LOCK_OFFSET) != lock) {
			return Outcome.UNSTABLE;
		}
		if (!lengthFits || sequence != wanted) {
			return Outcome.UNREADABLE;
		}
		// a page that is gone reads as zeros until its fault arrives, and lock and
		// sequence may lie on another one
		MemoryFaults.surface();
		return Outcome.COPIED;
	}

	private boolean isReadable(long sequence) {
		long count = count();
		return Long.compareUnsigned(sequence, count) < 0
				&& Long.compareUnsigned(count - sequence, this.geometry.capacity()) <= 0;
	}

	private void miss(long upTo) {
		this.missed = this.carried + (upTo - this.cursor);
		this.carried = 0;
	}

	private void moveTo(long sequence, long slot) {
		CURSOR.setOpaque(this, sequence);
		this.cursorSlot = slot;
	}

}
