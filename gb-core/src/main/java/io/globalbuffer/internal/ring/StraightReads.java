// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.ArrayCopier;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.layout.SlotLayout;
import io.globalbuffer.internal.os.BiasedLock;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.os.Passage;
import io.globalbuffer.internal.os.Window;

/**
 * Reads samples into arrays in a straight line, through the window: what is as usual, and
 * nothing else. Whatever is not, be it that there is no sample, leaves things as they
 * are, for {@link RingReader} to look at. {@link #latest} and {@link #next} may be called
 * by any thread, the others by the one that holds the cursor.
 * <p>
 * Each method does all by itself, down to the copy: what is called from a copy lies so
 * deep already that the compiler would leave calls in it otherwise. {@link #next} and
 * {@link #batch} are larger than what it makes a part of their callers, lest they get
 * into one that is deep or large already. And what a read needs is kept here: each object
 * more on the way to a slot is a load that all others wait for.
 *
 * @param <A> the array type
 */
public final class StraightReads<A> {

	private final RingReader<?> ring;

	private final SampleSlots<?> slots;

	private final BiasedLock cursor;

	private final Passage passage;

	private final ArrayCopier<A> copier;

	private final int values;

	private final MemorySegment memory;

	/** Where the memory begins, as the window has it. */
	private final long firstWord;

	/** The first slot, what lies between two, and where they end. */
	private final long first;

	private final long stride;

	private final long end;

	/** The bytes of all slots, and the factor that divides by their number. */
	private final long round;

	private final long reciprocal;

	/** Length and flags of a sample of which nothing is said. */
	private final long plain;

	/** How many samples the last batch has copied, or the one that was cut short. */
	private int copied;

	private StraightReads(RingReader<?> ring, BiasedLock cursor, ArrayCopier<A> copier, int values) {
		RingGeometry geometry = ring.slots.geometry();
		this.ring = ring;
		this.slots = ring.slots;
		this.cursor = cursor;
		this.passage = ring.passage;
		this.copier = copier;
		this.values = values;
		this.memory = this.slots.memory();
		this.firstWord = Window.firstWord(this.memory);
		this.first = geometry.slotsStart();
		this.stride = geometry.stride();
		this.end = geometry.slotsEnd();
		this.round = this.stride * geometry.slots();
		this.reciprocal = SampleSlots.reciprocal(geometry);
		this.plain = geometry.slotSize();
	}

	/**
	 * Reads with the cursor of a ring's reader.
	 * @param <A> the array type
	 * @param ring the reader
	 * @param cursor the lock of its cursor
	 * @param copier copies arrays
	 * @param values how long they are
	 * @return the reads; {@code null} if a sample may be another one than such an array,
	 * or has no values
	 */
	public static <A> @Nullable StraightReads<A> of(RingReader<?> ring, BiasedLock cursor, ArrayCopier<A> copier,
			int values) {
		return (values > 0 && ring.slots.isFilledBy(copier.bytes(values)))
				? new StraightReads<>(ring, cursor, copier, values) : null;
	}

	/**
	 * Copies the newest sample.
	 * @param target what to copy into; undefined unless a sequence is returned
	 * @param against what bars the way, see {@link Passage}
	 * @return the sample's sequence, or {@link RingReader#EMPTY}
	 */
	public long latest(Object target, int against) {
		if (this.slots.checked || this.copier.length(target) != this.values) {
			return RingReader.EMPTY;
		}
		Passage.Visit visit = this.passage.tryVisit(against);
		if (visit == null) {
			return RingReader.EMPTY;
		}
		long sequence = RingReader.EMPTY;
		try {
			MemorySegment window = Window.readable(this.memory);
			long wanted = count() - 1;
			if (wanted >= 0) {
				long place = Window.place(this.firstWord, slotOf(wanted));
				// Pair B, as in SampleSlots
				int lock = SegmentFields.getIntAcquire(window, place + SlotLayout.LOCK_OFFSET);
				this.copier.copyOut(window, place + SlotLayout.PAYLOAD_OFFSET, array(target));
				if (isWhole(window, place, wanted, lock)) {
					sequence = wanted;
				}
			}
			MemoryFaults.surface();
		}
		finally {
			try {
				visit.end();
			}
			catch (StackOverflowError ex) {
				visit.inside = false;
			}
			catch (InternalError ex) {
				visit.endWith(ex);
			}
		}
		return sequence;
	}

	/**
	 * Copies the cursor's sample, and moves the cursor past it.
	 * @param target what to copy into; undefined unless a sequence is returned
	 * @param holding whether the calling thread holds the cursor; else it is refused,
	 * unless it is the one that need not
	 * @return the sample's sequence, or {@link RingReader#EMPTY}
	 */
	public long next(Object target, boolean holding) {
		if (!(holding || this.cursor.isBiased()) || this.slots.checked || this.copier.length(target) != this.values) {
			return RingReader.EMPTY;
		}
		Passage.Visit visit = this.passage.tryPass(holding);
		if (visit == null) {
			return RingReader.EMPTY;
		}
		long sequence = RingReader.EMPTY;
		try {
			// the look after going inside: who takes the cursor away looks in the other
			// order
			if ((holding || this.cursor.mayStay()) && goesOn()) {
				long wanted = this.ring.cursor;
				MemorySegment window = Window.readable(this.memory);
				long place = Window.place(this.firstWord, this.ring.cursorSlot);
				// Pair B, as in SampleSlots
				int lock = SegmentFields.getIntAcquire(window, place + SlotLayout.LOCK_OFFSET);
				this.copier.copyOut(window, place + SlotLayout.PAYLOAD_OFFSET, array(target));
				// as in isWhole
				VarHandle.acquireFence();
				long stated = SegmentFields.getLongOpaque(window, place + SlotLayout.SEQUENCE_OFFSET);
				long lengthAndFlags = SegmentFields.getLongOpaque(window, place + SlotLayout.LENGTH_OFFSET);
				VarHandle.acquireFence();
				int changed = lock ^ SegmentFields.getIntOpaque(window, place + SlotLayout.LOCK_OFFSET);
				if (((stated ^ wanted) | (lengthAndFlags ^ this.plain) | changed | (lock & 1)) == 0
						|| (stated == wanted && changed == 0 && isSaid(lock, lengthAndFlags, wanted))) {
					this.ring.movePast(wanted + 1, after(this.ring.cursorSlot));
					sequence = wanted;
				}
			}
			if (sequence == RingReader.EMPTY) {
				MemoryFaults.surface();
			}
		}
		finally {
			try {
				visit.end();
			}
			catch (StackOverflowError ex) {
				visit.inside = false;
			}
			catch (InternalError ex) {
				visit.endWith(ex);
			}
		}
		return sequence;
	}

	/**
	 * Copies the cursor's sample and those after it, one after the other, and moves the
	 * cursor past them.
	 * @param target room for a whole number of samples
	 * @return how many it copied
	 */
	public int batch(Object target) {
		this.copied = 0;
		int length = this.copier.length(target);
		if (this.slots.checked || length <= 0 || length % this.values != 0) {
			return 0;
		}
		Passage.Visit visit = this.passage.tryPass(true);
		if (visit == null) {
			return 0;
		}
		try {
			int most = (int) Math.min(length / this.values, ahead());
			MemorySegment window = Window.readable(this.memory);
			long wanted = this.ring.cursor;
			long slot = this.ring.cursorSlot;
			int samples = 0;
			while (samples < most) {
				long place = Window.place(this.firstWord, slot);
				// Pair B, as in SampleSlots
				int lock = SegmentFields.getIntAcquire(window, place + SlotLayout.LOCK_OFFSET);
				this.copier.copyOut(window, place + SlotLayout.PAYLOAD_OFFSET, array(target), samples * this.values,
						this.values);
				// as in isWhole
				VarHandle.acquireFence();
				long sequence = wanted + samples;
				long stated = SegmentFields.getLongOpaque(window, place + SlotLayout.SEQUENCE_OFFSET);
				long lengthAndFlags = SegmentFields.getLongOpaque(window, place + SlotLayout.LENGTH_OFFSET);
				VarHandle.acquireFence();
				int changed = lock ^ SegmentFields.getIntOpaque(window, place + SlotLayout.LOCK_OFFSET);
				if (((stated ^ sequence) | (lengthAndFlags ^ this.plain) | changed | (lock & 1)) != 0
						&& !(stated == sequence && changed == 0 && isSaid(lock, lengthAndFlags, sequence))) {
					break;
				}
				slot = after(slot);
				samples++;
			}
			if (samples > 0) {
				this.ring.movePast(wanted + samples, slot);
				this.copied = samples;
			}
			else {
				MemoryFaults.surface();
			}
		}
		finally {
			try {
				visit.end();
			}
			catch (StackOverflowError ex) {
				visit.inside = false;
			}
			catch (InternalError ex) {
				visit.endWith(ex);
			}
		}
		return this.copied;
	}

	/**
	 * Returns how many samples {@link #batch} has copied, also if it threw something
	 * then.
	 * @return a count
	 */
	public int copied() {
		return this.copied;
	}

	private long count() {
		// Pair C, as in SampleSlots
		return SegmentFields.getLongAcquire(Window.readable(this.memory),
				Window.place(this.firstWord, HeaderLayout.COUNT_OFFSET));
	}

	/** Whether there is a sample at the cursor, and nothing was missed before it. */
	private boolean goesOn() {
		// the count is in a cache line of the writer's: not at each sample
		return this.ring.cursor < this.ring.straightTo || ahead() > 0;
	}

	/**
	 * How many samples there are from the cursor on, nothing missed before the first of
	 * them.
	 * @return a count, which may have grown since; 0 where samples may have been missed
	 */
	private long ahead() {
		long there = count() - this.ring.cursor;
		// unsigned: where the count has gone back there is none either
		if (!this.ring.inOrder || Long.compareUnsigned(there, this.slots.geometry().capacity()) > 0) {
			return 0;
		}
		if (this.ring.cursor >= this.ring.straightTo) {
			this.ring.straightTo = this.ring.cursor + ShownCursor.atMost(there);
		}
		return there;
	}

	/**
	 * Whether a copy is the sample that was wanted, all of it looked at in one go. What
	 * the slot says of it does not change either while its lock does not. Faults of the
	 * memory have to be surfaced before the copy counts.
	 */
	private boolean isWhole(MemorySegment window, long place, long wanted, int lock) {
		// Pair A, as in SampleSlots
		VarHandle.acquireFence();
		long sequence = SegmentFields.getLongOpaque(window, place + SlotLayout.SEQUENCE_OFFSET);
		long lengthAndFlags = SegmentFields.getLongOpaque(window, place + SlotLayout.LENGTH_OFFSET);
		VarHandle.acquireFence();
		int changed = lock ^ SegmentFields.getIntOpaque(window, place + SlotLayout.LOCK_OFFSET);
		return ((sequence ^ wanted) | (lengthAndFlags ^ this.plain) | changed | (lock & 1)) == 0
				|| (sequence == wanted && changed == 0 && isSaid(lock, lengthAndFlags, wanted));
	}

	/** Whether there is more to say of a sample, but no checksum to be looked at. */
	private boolean isSaid(int lock, long lengthAndFlags, long wanted) {
		if ((SlotLayout.flags((int) (lengthAndFlags >>> Integer.SIZE), wanted) & SlotLayout.FLAG_CHECKSUM) != 0) {
			// lest the next ones are copied here in vain, too
			this.slots.checked = true;
			return false;
		}
		return (lock & 1) == 0 && (int) lengthAndFlags == (int) this.plain;
	}

	/** As in {@link SampleSlots}, with one multiplication less to wait for. */
	long slotOf(long sequence) {
		long past = sequence * this.stride - Math.unsignedMultiplyHigh(sequence, this.reciprocal) * this.round;
		return this.first + ((past < this.round) ? past : past - this.round);
	}

	/** Where the slot after another lies. */
	private long after(long slot) {
		long next = slot + this.stride;
		// without a branch, which would be mispredicted once a round
		long inside = (next - this.end) >> (Long.SIZE - 1);
		return (next & inside) | (this.first & ~inside);
	}

	/** Of the type, as its length has shown. */
	@SuppressWarnings("unchecked")
	private A array(Object target) {
		return (A) target;
	}

}
