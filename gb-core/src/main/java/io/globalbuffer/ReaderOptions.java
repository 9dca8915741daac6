// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.position.StreamPosition;
import io.globalbuffer.internal.segment.MappedSegment;
import io.globalbuffer.internal.segment.SegmentIdentity;
import io.globalbuffer.internal.segment.SegmentPlace;
import io.globalbuffer.wait.WaitStrategy;

/**
 * What a reader was asked for.
 *
 * @param name the buffer's name
 * @param place where the segment lies, and whose it must be
 * @param following whether to wait for the segment and follow its replacements
 * @param waitingForFit whether a following reader also waits where there is a segment
 * that holds something else
 * @param start where the cursor starts
 * @param at the position it starts at instead, if one was given
 * @param identity under which it goes on where it stopped, if it shall
 * @param doneByCaller whether the caller says up to where samples are done
 * @param waitStrategy how to wait
 * @param livenessTimeout how old a heartbeat may be
 * @param contentionBudget how long to try for a consistent copy where nothing is waited
 * for
 * @param reusingArrays whether the samples of one cursor share one array
 */
record ReaderOptions(String name, SegmentPlace place, boolean following, boolean waitingForFit, StartPosition start,
		@Nullable Position at, @Nullable String identity, boolean doneByCaller, WaitStrategy waitStrategy,
		Duration livenessTimeout, Duration contentionBudget, boolean reusingArrays) {

	static final Duration DEFAULT_LIVENESS_TIMEOUT = Duration.ofSeconds(2);

	static final Duration DEFAULT_CONTENTION_BUDGET = Duration.ofMillis(1);

	/** The same for another cursor, which has no identity. */
	ReaderOptions withoutIdentity() {
		return new ReaderOptions(this.name, this.place, this.following, this.waitingForFit, this.start, this.at, null,
				false, this.waitStrategy, this.livenessTimeout, this.contentionBudget, this.reusingArrays);
	}

	/** The same for samples that are kept while the next one is read. */
	ReaderOptions withFreshArrays() {
		return new ReaderOptions(this.name, this.place, this.following, this.waitingForFit, this.start, this.at,
				this.identity, this.doneByCaller, this.waitStrategy, this.livenessTimeout, this.contentionBudget,
				false);
	}

	/** Where reading starts in a segment that comes later: at its first sample. */
	StreamPosition later() {
		return (this.at != null) ? this.at.later() : StreamPosition.NONE;
	}

	/** Where reading starts in a segment that was there first. */
	StreamPosition first(MappedSegment segment, long count) {
		return (this.at != null) ? this.at.in(segment, count)
				: new StreamPosition((this.identity != null) ? segment.identity() : SegmentIdentity.NONE,
						this.start.cursor(count, segment.geometry().capacity()), 0);
	}

}
