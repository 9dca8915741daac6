// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;

import io.globalbuffer.internal.position.StreamPosition;

/**
 * The segments that a reader has left before it was told that everything in them is done,
 * from the one in which it is kept to stand. Nothing of them can come again: what is not
 * done is owed. For one thread at a time.
 */
final class LeftSegments {

	private final Deque<Left> segments = new ArrayDeque<>();

	boolean isEmpty() {
		return this.segments.isEmpty();
	}

	/**
	 * Notes that a segment was left.
	 * @param segment the segment
	 * @param end how many samples it had
	 */
	void add(Attachment<?> segment, long end) {
		this.segments.add(new Left(segment, end));
	}

	/**
	 * Looks for a segment among them.
	 * @param wanted tells it from others
	 * @return the segment; empty if it is none of these
	 */
	Optional<Attachment<?>> find(Predicate<Attachment<?>> wanted) {
		return this.segments.stream().<Attachment<?>>map(Left::segment).filter(wanted).findFirst();
	}

	/**
	 * Notes that everything before a segment is done.
	 * @param segment one of these, or another one, which comes behind them
	 */
	void doneBefore(Attachment<?> segment) {
		while (!this.segments.isEmpty() && this.segments.getFirst().segment() != segment) {
			this.segments.removeFirst();
		}
	}

	/**
	 * How many of their samples are not done.
	 * @param done up to where samples are done: in the first one of them, or before that
	 */
	long owed(StreamPosition done) {
		long owed = 0;
		for (Left left : this.segments) {
			owed += left.end() - (left.segment().identity().isSame(done.segment()) ? done.sequence() : 0);
		}
		return owed;
	}

	/**
	 * A segment that was left.
	 *
	 * @param end how many samples it had
	 */
	private record Left(Attachment<?> segment, long end) {
	}

}
