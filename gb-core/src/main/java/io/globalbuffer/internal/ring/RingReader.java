// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.os.Passage;

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

	private final RingGeometry geometry;

	final SampleSlots<D> slots;

	final Passage passage;

	/** The next sequence to read. */
	long cursor;

	/** Where the cursor's slot lies. */
	long cursorSlot;

	/** Whether the cursor came where it is by delivering a sample in order. */
	boolean inOrder;

	/**
	 * Up to here there is a sample for each sequence from the cursor on, and nothing was
	 * missed before the first of them. Where the cursor comes to it, it is shown.
	 */
	long straightTo;

	private long overruns;

	private long skipped;

	private long missed;

	/**
	 * What was missed before {@link #carriedTo}, and is not counted as long as the cursor
	 * stands there. The two change with {@link #passing} held.
	 */
	private long carried;

	private long carriedTo;

	private final ShownCursor shown = new ShownCursor();

	/** Taken only where the cursor passes samples that were not delivered. */
	private final Object passing = new Object();

	/**
	 * Starts reading.
	 * @param memory the whole segment
	 * @param geometry where its slots lie
	 * @param copier copies payloads
	 * @param fixedLength whether a payload always fills its slot
	 * @param cursor the first sequence to read
	 * @param carried samples of an earlier segment that were never delivered; they count
	 * as missed with the first sample of this one
	 * @param passage the way to the memory through the window
	 */
	public RingReader(MemorySegment memory, RingGeometry geometry, PayloadCopier<D> copier, boolean fixedLength,
			long cursor, long carried, Passage passage) {
		this.geometry = geometry;
		this.slots = new SampleSlots<>(memory, geometry, copier, fixedLength);
		this.passage = passage;
		this.cursor = cursor;
		this.carried = carried;
		this.carriedTo = cursor;
		this.cursorSlot = geometry.slotOffset(cursor);
	}

	/**
	 * Copies the newest sample, whatever the cursor.
	 * @param target what to copy into; undefined unless a sequence is returned
	 * @param description what to read the sample's description into, as the target;
	 * {@code null} if nobody asks
	 * @return the sample's sequence, {@link #EMPTY} or {@link #UNSTABLE}
	 */
	public long latest(D target, @Nullable SampleDescription description) {
		if (description != null) {
			description.begin(0);
		}
		return this.slots.latest(target, description);
	}

	/**
	 * Copies the cursor's sample, or the oldest one left where that was overwritten, and
	 * moves the cursor past it.
	 * @param target what to copy into; undefined unless a sequence is returned
	 * @param description what to read the sample's description into, as the target;
	 * {@code null} if nobody asks
	 * @return the sample's sequence, {@link #EMPTY} or {@link #UNSTABLE}; without a
	 * sequence the cursor moves only past damaged samples
	 */
	public long next(D target, @Nullable SampleDescription description) {
		for (int attempt = 0; attempt < SampleSlots.ATTEMPTS; attempt++) {
			long count = count();
			if (this.cursor >= count) {
				return EMPTY;
			}
			long wanted = Math.max(this.cursor, count - this.geometry.capacity());
			long slot = (wanted == this.cursor) ? this.cursorSlot : this.slots.slotOf(wanted);
			if (description != null) {
				description.begin(missedUpTo(wanted));
			}
			switch (this.slots.copy(slot, wanted, target, description)) {
				case COPIED -> {
					this.missed = missedUpTo(wanted);
					OVERRUNS.setOpaque(this, this.overruns + this.missed);
					moveTo(wanted + 1, this.geometry.nextSlotOffset(slot));
					this.inOrder = true;
					return wanted;
				}
				case UNREADABLE -> passDamaged(wanted);
				case UNSTABLE -> {
				}
			}
			Thread.onSpinWait();
		}
		return UNSTABLE;
	}

	/**
	 * Has {@link #next} see to the next sample, and not who reads in a straight line. For
	 * the thread that holds the cursor.
	 */
	public void leaveOrder() {
		this.inOrder = false;
		this.straightTo = 0;
	}

	/**
	 * Moves the cursor past samples that were copied, none of which was missed. Inside
	 * the passage.
	 * @param sequence where to
	 * @param slot where its slot lies
	 */
	void movePast(long sequence, long slot) {
		if (sequence >= this.straightTo) {
			this.shown.show(sequence);
		}
		// of the copies, too
		MemoryFaults.surface();
		this.missed = 0;
		CURSOR.setOpaque(this, sequence);
		this.cursorSlot = slot;
	}

	/**
	 * Moves the cursor past damaged slots, of which the samples are lost; they count as
	 * missed with the next sample that is delivered.
	 */
	private void passDamaged(long damaged) {
		long wanted = damaged;
		while (wanted < damaged + SampleSlots.MOST_DAMAGED && this.slots.isReadable(wanted)
				&& !this.slots.isIntact(wanted)) {
			wanted++;
		}
		if (wanted > damaged) {
			passTo(wanted);
		}
	}

	/**
	 * Moves the cursor past the sample that {@link #next} would copy, which cannot be
	 * had; it counts as missed with the next sample that is delivered.
	 */
	public void passNext() {
		long count = count();
		passTo(Math.min(count, Math.max(this.cursor, count - this.geometry.capacity()) + 1));
	}

	/**
	 * Moves the cursor past the sample that {@link #nextLatest} would copy, which cannot
	 * be had; it and those before it count as missed with the next sample that is
	 * delivered.
	 */
	public void passNewest() {
		passTo(count());
	}

	private void passTo(long sequence) {
		if (sequence > this.cursor) {
			long slot = this.slots.slotOf(sequence);
			synchronized (this.passing) {
				this.carried = carriedTo(this.cursor) + (sequence - this.cursor);
				this.carriedTo = sequence;
				moveTo(sequence, slot);
			}
		}
	}

	/**
	 * Copies the newest sample unless the cursor has passed it, and moves the cursor past
	 * it; the samples before it are skipped.
	 * @param target what to copy into; undefined unless a sequence is returned
	 * @param description what to read the sample's description into, as the target;
	 * {@code null} if nobody asks
	 * @return the sample's sequence, {@link #EMPTY} or {@link #UNSTABLE}; the cursor
	 * moves only with a sequence
	 */
	public long nextLatest(D target, @Nullable SampleDescription description) {
		if (isDrained()) {
			return EMPTY;
		}
		long sequence = latest(target, description);
		if (sequence >= 0 && sequence < this.cursor) {
			// what lies beyond the cursor is damaged
			return EMPTY;
		}
		if (sequence >= 0) {
			this.missed = missedUpTo(sequence);
			SKIPPED.setOpaque(this, this.skipped + this.missed);
			moveTo(sequence + 1, this.slots.slotOf(sequence + 1));
		}
		return sequence;
	}

	/**
	 * Shows the cursor to monitors from now on: each time it has come to the end, and now
	 * and then before. Who registered the reader shows it in between. Once the entry can
	 * be accessed no more, the cursor moves no further than to where it would be shown.
	 * @param entry of the reader registry, with nothing of another reader in it
	 */
	public void showIn(MemorySegment entry) {
		this.shown.in(entry);
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
		return cursor() >= count();
	}

	/**
	 * Samples that the cursor has not passed, those it has lost already included.
	 * @param count how many were committed
	 * @return a count
	 */
	public long undelivered(long count) {
		Position position = position();
		return position.carried() + Math.max(0, count - position.cursor());
	}

	/**
	 * Samples committed so far.
	 * @return the shared count; 0 for one that no writer reaches
	 */
	public long count() {
		return this.slots.count();
	}

	/**
	 * The next sequence to read.
	 * @return the cursor
	 */
	public long cursor() {
		return (long) CURSOR.getOpaque(this);
	}

	/**
	 * Where the cursor stands, and what was lost before it. For any thread, also while
	 * another one reads on.
	 * @return both, of the same moment
	 */
	public Position position() {
		synchronized (this.passing) {
			// once: a sample that is delivered meanwhile moves it without the lock
			long cursor = cursor();
			return new Position(cursor, carriedTo(cursor));
		}
	}

	/**
	 * Samples of before the cursor that were not delivered and are not counted yet. For
	 * the thread that calls the {@code next} methods.
	 * @return a count
	 */
	public long carried() {
		return carriedTo(this.cursor);
	}

	private long carriedTo(long cursor) {
		return (cursor == this.carriedTo) ? this.carried : 0;
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

	private long missedUpTo(long sequence) {
		return carriedTo(this.cursor) + (sequence - this.cursor);
	}

	private void moveTo(long sequence, long slot) {
		this.shown.show(sequence);
		MemoryFaults.surface();
		CURSOR.setOpaque(this, sequence);
		this.cursorSlot = slot;
		leaveOrder();
	}

	/**
	 * Where a reader stands.
	 *
	 * @param cursor the next sequence to read
	 * @param carried samples of before the cursor that were not delivered and are not
	 * counted yet
	 */
	public record Position(long cursor, long carried) {
	}

}
