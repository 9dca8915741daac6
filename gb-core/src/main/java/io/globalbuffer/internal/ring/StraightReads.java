// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.ArrayCopier;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.os.Passage;

/**
 * Reads samples into arrays in a straight line, through the window: what is as usual, and
 * nothing else. Whatever is not, be it that there is no sample, leaves things as they
 * are, for {@link RingReader} to look at. {@link #latest} may be called by any thread,
 * the others by the one that holds the cursor.
 *
 * @param <A> the array type
 */
public final class StraightReads<A> {

	private final RingReader<?> ring;

	private final SampleSlots<?> slots;

	private final Passage passage;

	private final ArrayCopier<A> copier;

	private final int values;

	/** The count when it was looked at last, which may have grown since. */
	private long seen;

	/** How many samples the last call has copied, or the one that was cut short. */
	private int copied;

	private StraightReads(RingReader<?> ring, ArrayCopier<A> copier, int values) {
		this.ring = ring;
		this.slots = ring.slots;
		this.passage = ring.passage;
		this.copier = copier;
		this.values = values;
	}

	/**
	 * Reads with the cursor of a ring's reader.
	 * @param <A> the array type
	 * @param ring the reader
	 * @param copier copies arrays
	 * @param values how long they are
	 * @return the reads; {@code null} if a sample may be another one than such an array,
	 * or has no values
	 */
	public static <A> @Nullable StraightReads<A> of(RingReader<?> ring, ArrayCopier<A> copier, int values) {
		return (values > 0 && ring.slots.isFilledBy(copier.bytes(values))) ? new StraightReads<>(ring, copier, values)
				: null;
	}

	/**
	 * Copies the newest sample.
	 * @param target what to copy into; undefined unless a sequence is returned
	 * @param against what bars the way, see {@link Passage}
	 * @return the sample's sequence, or {@link RingReader#EMPTY}
	 */
	@SuppressWarnings("unchecked")
	public long latest(Object target, int against) {
		if (this.copier.length(target) != this.values || !this.passage.tryVisit(against)) {
			return RingReader.EMPTY;
		}
		try {
			long wanted = this.slots.countInside() - 1;
			boolean whole = wanted >= 0
					&& this.slots.tryCopy(this.slots.slotOf(wanted), wanted, this.copier, (A) target);
			MemoryFaults.surface();
			return whole ? wanted : RingReader.EMPTY;
		}
		finally {
			try {
				this.passage.endVisit();
			}
			catch (StackOverflowError ex) {
				this.passage.visited = false;
			}
			catch (InternalError ex) {
				this.passage.endVisitWith(ex);
			}
		}
	}

	/**
	 * Copies the cursor's sample, and moves the cursor past it.
	 * @param target what to copy into; undefined unless a sequence is returned
	 * @return the sample's sequence, or {@link RingReader#EMPTY}
	 */
	@SuppressWarnings("unchecked")
	public long next(Object target) {
		if (this.copier.length(target) != this.values || !this.passage.tryEnter()) {
			return RingReader.EMPTY;
		}
		try {
			return nextInside((A) target);
		}
		finally {
			try {
				this.passage.leave();
			}
			catch (StackOverflowError ex) {
				this.passage.inside = false;
			}
			catch (InternalError ex) {
				this.passage.leaveWith(ex);
			}
		}
	}

	private long nextInside(A target) {
		RingReader<?> reader = this.ring;
		long wanted = reader.cursor();
		long slot = reader.cursorSlot();
		long there = there(wanted);
		if (there == 0 || !this.slots.tryCopy(slot, wanted, this.copier, target)) {
			return RingReader.EMPTY;
		}
		reader.movePast(1, this.slots.after(slot), there == 1);
		return wanted;
	}

	/**
	 * How many samples there are from the cursor on, of which the first follows the one
	 * delivered before it.
	 * @return a count, which may have grown since; 0 where there are none, or something
	 * was missed before them
	 */
	private long there(long cursor) {
		if (cursor >= this.seen) {
			// a cache line of the writer's: only if all that was seen there is read
			this.seen = this.slots.countInside();
		}
		long ahead = this.seen - cursor;
		// unsigned: where the count has gone back there is none either
		if (Long.compareUnsigned(ahead, this.slots.capacity()) > 0 || !this.ring.isInOrder()) {
			// looked at again next time: it may have been nobody's count
			this.seen = 0;
			return 0;
		}
		return ahead;
	}

	/**
	 * Copies the cursor's sample and those after it, one after the other, and moves the
	 * cursor past them.
	 * @param target room for a whole number of samples
	 * @return how many there are in it
	 */
	@SuppressWarnings("unchecked")
	public int batch(Object target) {
		this.copied = 0;
		int length = this.copier.length(target);
		if (length <= 0 || length % this.values != 0 || !this.passage.tryEnter()) {
			return 0;
		}
		try {
			return batchInside((A) target, length / this.values);
		}
		finally {
			try {
				this.passage.leave();
			}
			catch (StackOverflowError ex) {
				this.passage.inside = false;
			}
			catch (InternalError ex) {
				this.passage.leaveWith(ex);
			}
		}
	}

	private int batchInside(A target, int room) {
		RingReader<?> reader = this.ring;
		long wanted = reader.cursor();
		long slot = reader.cursorSlot();
		long there = there(wanted);
		int most = (int) Math.min(room, there);
		int samples = 0;
		while (samples < most && this.slots.tryCopyPart(slot, wanted + samples, this.copier, target,
				samples * this.values, this.values)) {
			slot = this.slots.after(slot);
			samples++;
		}
		if (samples > 0) {
			reader.movePast(samples, slot, samples == there);
			this.copied = samples;
		}
		return samples;
	}

	/**
	 * Returns how many samples {@link #batch} has copied, also if it threw something
	 * then.
	 * @return a count
	 */
	public int copied() {
		return this.copied;
	}

}
