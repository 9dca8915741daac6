// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import io.globalbuffer.internal.os.Passage;
import io.globalbuffer.internal.segment.CountSampler;
import io.globalbuffer.internal.segment.MappedSegment;
import io.globalbuffer.internal.segment.NameState;
import io.globalbuffer.internal.segment.SegmentWatch;

/**
 * A segment that is mapped and looked after.
 *
 * @param segment the segment, closed with this
 * @param watch looks after it, closed with this
 * @param passage the way through the window to it, closed with this
 */
record WatchedSegment(MappedSegment segment, SegmentWatch watch, Passage passage) implements AutoCloseable {

	/**
	 * Looks after a segment.
	 * @param segment the segment
	 * @param sampler adds up its count, and has not begun
	 * @param from the count from which on samples are added
	 * @return both; where that fails the segment is closed
	 */
	static WatchedSegment of(MappedSegment segment, CountSampler sampler, long from) {
		try {
			long count = segment.countIfIntact();
			sampler.begin(from, segment.isLost() ? from : count);
			Passage passage = segment.passages().open(Passage.ANY_THREAD);
			SegmentWatch watch = SegmentWatch.ofReader(segment, sampler, passage);
			watch.start();
			return new WatchedSegment(segment, watch, passage);
		}
		catch (RuntimeException | Error ex) {
			segment.close();
			throw ex;
		}
	}

	/**
	 * Whether another segment is to be looked for: the name leads elsewhere by now, or
	 * nowhere, or memory of this one was taken away.
	 */
	boolean isLeft() {
		return this.watch.nameState() != NameState.HERE || this.segment.isLost();
	}

	@Override
	public void close() {
		try {
			this.segment.passages().close(this.passage);
		}
		finally {
			try {
				this.watch.close();
			}
			finally {
				this.segment.close();
			}
		}
	}

}
