// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import io.globalbuffer.Position;

/**
 * Samples of one segment that were sent, with those among them that were overwritten.
 *
 * @param segment before the first sample of the segment
 * @param from the sequence of the first one
 * @param behind the sequence behind the last one
 */
record SentSpan(Position segment, long from, long behind) {

	boolean isOf(Position other) {
		return this.segment.isSameSegment(other);
	}

	/** How many samples are lost if none comes and none can be read again. */
	long length() {
		return this.behind - this.from;
	}

	/** From the first of both to the last of both. */
	SentSpan with(SentSpan other) {
		return new SentSpan(this.segment, Math.min(this.from, other.from), Math.max(this.behind, other.behind));
	}

	/** Whether there is some of it at a place, or behind that in the same segment. */
	boolean reachesBeyond(Position place) {
		return isOf(place) && this.behind > place.sequence();
	}

	/** What there is of it from a place on that it reaches beyond. */
	SentSpan after(Position place) {
		return new SentSpan(this.segment, place.sequence(), this.behind);
	}

}
