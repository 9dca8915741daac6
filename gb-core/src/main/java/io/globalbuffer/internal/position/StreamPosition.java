// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.position;

import io.globalbuffer.internal.segment.SegmentIdentity;

/**
 * A place in a stream.
 *
 * @param segment the segment
 * @param sequence the next sequence to read in it
 * @param owed samples of before, perhaps of earlier segments, that were lost and are
 * counted with the next one that is delivered
 */
public record StreamPosition(SegmentIdentity segment, long sequence, long owed) {

	/** Before the first sample of any segment. */
	public static final StreamPosition NONE = new StreamPosition(SegmentIdentity.NONE, 0, 0);

	/**
	 * Where reading goes on in a segment: here, if it is the same one, and otherwise at
	 * its first sample. A segment that has not come so far is another one.
	 * @param other the segment
	 * @param count samples committed to it
	 * @return a place in that segment
	 */
	public StreamPosition in(SegmentIdentity other, long count) {
		boolean same = this.segment.isSame(other) && this.sequence <= count;
		return new StreamPosition(other, same ? this.sequence : 0, this.owed);
	}

}
