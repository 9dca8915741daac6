// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.globalbuffer.internal.segment.CountSampler;
import io.globalbuffer.internal.segment.SegmentFacts;
import io.globalbuffer.schema.BufferLayout;

/**
 * A buffer's figures at one moment, for monitors: of the segment that the name leads to,
 * also where a following reader still reads one that was replaced.
 *
 * @param sequence the sequence of the newest sample; empty while there is none
 * @param written samples committed since this handle was opened, by any writer; never
 * falls, also when the segment is taken over or replaced
 * @param rate samples a second over the last five; empty in the first second
 * @param lastChangeSeen when the background thread last saw the count move, to half a
 * second; empty if it never did
 * @param memoryBytes the segment's size; 0 without a segment
 * @param layout what the segment holds; empty without a segment
 * @param generation what {@link Sample#generation()} is, or will be, of the segment's
 * samples; one more than that of the reader while it still reads the segment before
 * @param writer the writer
 */
public record BufferStats(OptionalLong sequence, long written, OptionalDouble rate, Optional<Instant> lastChangeSeen,
		long memoryBytes, Optional<BufferLayout> layout, int generation, WriterStatus writer) {

	static BufferStats of(WatchedSegment watched, CountSampler sampler, int generation, ReaderOptions options) {
		return of(watched.watch().facts(), sampler, watched.segment().layout(), generation, options.livenessTimeout());
	}

	static BufferStats of(SegmentFacts facts, CountSampler sampler, BufferLayout layout, int generation,
			Duration livenessTimeout) {
		OptionalLong sequence = (facts.count() == 0) ? OptionalLong.empty() : OptionalLong.of(facts.count() - 1);
		return new BufferStats(sequence, facts.total(), sampler.rate(), sampler.lastChangeSeen(), facts.size(),
				Optional.of(layout), generation, WriterVerdict.of(facts, livenessTimeout));
	}

	static BufferStats withoutSegment(CountSampler sampler) {
		return new BufferStats(OptionalLong.empty(), sampler.total(), OptionalDouble.empty(), sampler.lastChangeSeen(),
				0, Optional.empty(), 0, WriterStatus.NEVER_SEEN);
	}

}
