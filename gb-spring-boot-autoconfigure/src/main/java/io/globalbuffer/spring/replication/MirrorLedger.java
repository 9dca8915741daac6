// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.Position;

/**
 * Which samples of a stream have come, and which are lost: decided by their sequences,
 * which each segment of the origin counts anew. For one thread at a time.
 */
final class MirrorLedger {

	/** How many earlier segments are known, of which records may come late. */
	static final int EARLIER = 3;

	/** The one that came last; {@code null} before the first sample. */
	private @Nullable Position segment;

	/** The sample that comes next in it. */
	private long next;

	/** Where other segments go on, the last one first. */
	private final Deque<Position> earlier = new ArrayDeque<>();

	private final ReplicationCounters counters;

	/**
	 * Goes on where another one stood.
	 * @param expected what {@link #expected()} returned; empty to begin with the first
	 * sample that comes, whatever its sequence
	 * @param counters where losses are counted
	 */
	MirrorLedger(List<Position> expected, ReplicationCounters counters) {
		this.counters = counters;
		if (!expected.isEmpty()) {
			this.segment = expected.getFirst().at(0);
			this.next = expected.getFirst().sequence();
			this.earlier.addAll(expected.subList(1, expected.size()));
		}
	}

	/**
	 * The samples that come next, for each known segment.
	 * @return their positions, the segment that came last first; empty before the first
	 * sample
	 */
	List<Position> expected() {
		List<Position> expected = new ArrayList<>();
		if (this.segment != null) {
			expected.add(this.segment.at(this.next));
		}
		expected.addAll(this.earlier);
		return expected;
	}

	/**
	 * The samples that come next, for each known segment but one.
	 * @param origin the other one
	 * @return their positions
	 */
	List<Position> expectedBeside(Position origin) {
		return expected().stream().filter((position) -> !position.isSameSegment(origin)).limit(EARLIER).toList();
	}

	/**
	 * Whether a segment is the one that came last.
	 * @param other a segment
	 */
	boolean isCurrent(Position other) {
		return this.segment != null && this.segment.isSameSegment(other);
	}

	/**
	 * Whether a sample has come before, or was counted as lost.
	 * @param origin the segment in which it was written
	 * @param sequence its sequence there
	 */
	boolean isPast(Position origin, long sequence) {
		return sequence < expectedIn(origin);
	}

	/** The first sample of a segment that is not known. */
	private long expectedIn(Position origin) {
		if (isCurrent(origin)) {
			return this.next;
		}
		for (Position other : this.earlier) {
			if (other.isSameSegment(origin)) {
				return other.sequence();
			}
		}
		return 0;
	}

	/**
	 * Takes note of a sample that has come, and counts those that are missing before it.
	 * @param origin the segment in which it was written
	 * @param sequence its sequence there, which is not {@linkplain #isPast past}
	 * @param gap what its record says of those before it
	 */
	void come(Position origin, long sequence, SourceGap gap) {
		boolean current = isCurrent(origin);
		if (this.segment != null && !(current && sequence == this.next)) {
			long missing = sequence - expectedIn(origin);
			long stated = Math.min(gap.count(), missing);
			add(gap.onPurpose(), stated, missing - stated);
			if (!current) {
				countRest(gap, gap.count() - stated);
			}
		}
		if (!current) {
			leaveFor(origin);
		}
		this.next = sequence + 1;
	}

	/**
	 * Counts what is missing at the end of the segment that the source stood in before.
	 * @param gap what the record says
	 * @param rest how many of those that it says were not of the sample's own segment
	 */
	private void countRest(SourceGap gap, long rest) {
		Position previous = gap.previous();
		if (previous == null) {
			add(gap.onPurpose(), rest, 0);
			return;
		}
		long expected = expectedIn(previous);
		long sent = previous.sequence();
		long end = sent + rest;
		add(gap.onPurpose(), Math.max(0, end - Math.max(expected, sent)), Math.max(0, sent - expected));
		goOn(previous, Math.max(expected, end));
	}

	private void goOn(Position origin, long sequence) {
		if (isCurrent(origin)) {
			this.next = sequence;
		}
		else {
			keep(origin.at(sequence));
		}
	}

	private void leaveFor(Position origin) {
		this.earlier.removeIf(origin::isSameSegment);
		if (this.segment != null) {
			keep(this.segment.at(this.next));
		}
		this.segment = origin.at(0);
	}

	private void keep(Position position) {
		this.earlier.removeIf(position::isSameSegment);
		this.earlier.addFirst(position);
		if (this.earlier.size() > EARLIER) {
			this.earlier.removeLast();
		}
	}

	private void add(boolean onPurpose, long atSource, long inTransit) {
		(onPurpose ? this.counters.skipped : this.counters.lostAtSource).add(atSource);
		this.counters.lostInTransit.add(inTransit);
	}

}
