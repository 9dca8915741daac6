// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.payload.ArrayPayloads;
import io.globalbuffer.internal.payload.Expectation;
import io.globalbuffer.internal.payload.Payloads;
import io.globalbuffer.internal.ring.RingReader;
import io.globalbuffer.internal.ring.StraightReads;
import io.globalbuffer.internal.segment.MappedSegment;
import io.globalbuffer.internal.segment.ReaderRegistration;
import io.globalbuffer.internal.segment.SegmentIdentity;
import io.globalbuffer.internal.segment.SegmentWatch;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.BufferLayout;

/**
 * A reader's hold on one segment. Compared by identity.
 *
 * @param <D> what payloads are copied into
 */
final class Attachment<D> implements AutoCloseable {

	private final WatchedSegment watched;

	private final Payloads<D> payloads;

	private final RingReader<D> ring;

	/** Absent where samples are no arrays of one length. */
	private final @Nullable StraightReads<?> straight;

	private final int generation;

	private final AwaitedSample awaited;

	private final ReaderRegistration registration;

	/** Absent as long as the cursor was not used. */
	private volatile @Nullable ReadMode mode;

	private volatile @Nullable SegmentIdentity identity;

	private Attachment(WatchedSegment watched, Payloads<D> payloads, RingReader<D> ring, int generation,
			CursorGuard guard) {
		this.watched = watched;
		this.payloads = payloads;
		this.ring = ring;
		this.straight = (payloads instanceof ArrayPayloads<?> arrays) ? arrays.straight(ring, guard.lock) : null;
		this.generation = generation;
		this.awaited = new AwaitedSample(watched.segment(), ring, guard.sleeper());
		this.registration = new ReaderRegistration(watched.segment(), ring, this::registeredMode);
	}

	/**
	 * Holds on to a segment.
	 * @param watched the segment, closed with the attachment, and where this fails
	 * @param expectation how its samples are copied
	 * @param buffer the buffer's name, for messages
	 * @param cursor the first sequence to read
	 * @param carried samples of before that were never delivered, and are not counted yet
	 * @param generation how many segments the reader was attached to before
	 * @param guard the guard of the reader's cursor
	 */
	static <D> Attachment<D> of(WatchedSegment watched, Expectation<D> expectation, String buffer, long cursor,
			long carried, int generation, CursorGuard guard) {
		try {
			MappedSegment segment = watched.segment();
			BufferLayout layout = segment.layout();
			Payloads<D> payloads = expectation.payloads(buffer, layout, segment.geometry());
			RingReader<D> ring = new RingReader<>(segment.memory(), segment.geometry(), payloads,
					layout instanceof ArrayLayout, cursor, carried, watched.passage());
			return new Attachment<>(watched, payloads, ring, generation, guard).registered();
		}
		catch (RuntimeException | Error ex) {
			watched.close();
			throw ex;
		}
	}

	/** In sight of monitors, now or as soon as it may be. */
	private Attachment<D> registered() {
		try {
			this.registration.look();
			watch().accompany(this::look);
			return this;
		}
		catch (RuntimeException | Error ex) {
			this.registration.close();
			throw ex;
		}
	}

	/** In the background, twice a second. */
	private void look() {
		this.registration.look();
		if (guarded(this.awaited::isMissed, () -> true)) {
			this.awaited.endSleep();
		}
	}

	WatchedSegment watched() {
		return this.watched;
	}

	MappedSegment segment() {
		return this.watched.segment();
	}

	SegmentWatch watch() {
		return this.watched.watch();
	}

	Payloads<D> payloads() {
		return this.payloads;
	}

	RingReader<D> ring() {
		return this.ring;
	}

	/** Reads what is as usual; {@code null} where nothing is. */
	@Nullable StraightReads<?> straight() {
		return this.straight;
	}

	/** The sample after the cursor. */
	AwaitedSample awaited() {
		return this.awaited;
	}

	ReaderRegistration registration() {
		return this.registration;
	}

	/** Notes how the cursor is used. */
	void readsAs(ReadMode mode) {
		if (this.mode != mode) {
			this.mode = mode;
			// so that the next read in order comes here again, and is noted
			this.ring.leaveOrder();
		}
	}

	private int registeredMode() {
		return ReaderInfo.registered(this.mode);
	}

	int generation() {
		return this.generation;
	}

	/** Which segment it is, looked up once. */
	SegmentIdentity identity() {
		SegmentIdentity known = this.identity;
		if (known == null) {
			known = segment().identity();
			this.identity = known;
		}
		return known;
	}

	/**
	 * Whether another segment is to be looked for: the name leads elsewhere by now, or
	 * nowhere, or memory of this one was taken away.
	 */
	boolean isLeft() {
		return this.watched.isLeft();
	}

	/** The same, with a look at the name. */
	boolean isLeftNow() {
		watch().lookAtName();
		return isLeft();
	}

	/**
	 * Notes that memory of the segment was taken away.
	 * @param fault what an access threw
	 */
	void lost(InternalError fault) {
		segment().lost(fault);
	}

	/**
	 * Samples that the cursor has not passed, those it has lost already included; of a
	 * segment that lost memory as far as it was known before.
	 */
	long undelivered() {
		return this.ring.undelivered(count());
	}

	/**
	 * Samples committed; to a segment that lost memory as far as it was known before.
	 */
	long count() {
		return guarded(this.ring::count, () -> watch().lastCount());
	}

	/** Whether nothing was ever written. */
	boolean isEmpty() {
		return guarded(() -> this.ring.count() == 0, () -> false);
	}

	private <V> V guarded(Supplier<V> intact, Supplier<V> lost) {
		if (!segment().isLost()) {
			try {
				V value = intact.get();
				MemoryFaults.surface();
				return value;
			}
			catch (InternalError ex) {
				lost(ex);
			}
		}
		return lost.get();
	}

	@Override
	public void close() {
		try (this.watched; this.registration) {
			this.awaited.close();
		}
	}

}
