// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.payload.Expectation;
import io.globalbuffer.internal.position.StreamPosition;
import io.globalbuffer.internal.ring.RingReader;
import io.globalbuffer.internal.segment.CountSampler;
import io.globalbuffer.internal.segment.MappedSegment;
import io.globalbuffer.internal.segment.SegmentIdentity;

/**
 * How a reader holds on to one segment after the other: where its cursor begins in each,
 * of which its identity keeps note. A segment that cannot be held is closed.
 *
 * @param options what the reader was asked for
 * @param expectation how its samples are copied
 * @param sampler the total of all its segments
 * @param identity what is known of it beyond its life
 * @param reader the reader
 * @param <D> what payloads are copied into
 */
record SegmentAttaching<D>(ReaderOptions options, Expectation<D> expectation, CountSampler sampler,
		ReaderIdentity identity, CurrentAttachment<D> reader) {

	/**
	 * Begins in a segment that was there before the reader.
	 * @return the attachment; {@code null} if another reader holds the identity
	 */
	@Nullable Attachment<D> first(MappedSegment segment) {
		long count = segment.countIfIntact();
		boolean mayRead = false;
		try {
			StreamPosition first = this.options.first(segment, count);
			mayRead = this.identity.hold(first);
			return mayRead ? begin(segment, count, first) : null;
		}
		finally {
			if (!mayRead) {
				segment.close();
			}
		}
	}

	/**
	 * Begins in a segment where the identity says, and else at a position.
	 * @param segment the segment
	 * @param countedFrom the first sample that counts as written
	 * @param first where a reader without an identity begins
	 */
	Attachment<D> begin(MappedSegment segment, long countedFrom, StreamPosition first) {
		return attach(watched(segment, countedFrom), this.identity.start(segment, first),
				this.identity.generation(segment));
	}

	/**
	 * Begins where the cursor of another reader stands, with what that one has lost and
	 * not counted yet.
	 */
	Attachment<D> atCursorOf(Attachment<D> other) {
		RingReader.Position position = other.ring().position();
		return attach(watched(other.segment().share(), other.count()),
				new StreamPosition(SegmentIdentity.NONE, position.cursor(), position.carried()), other.generation());
	}

	/**
	 * Begins with the first sample of a segment that has replaced another, with what was
	 * not delivered of that one.
	 */
	Attachment<D> goOver(Attachment<D> left, WatchedSegment next) {
		return attach(next, new StreamPosition(SegmentIdentity.NONE, 0, left.undelivered()), left.generation() + 1);
	}

	private WatchedSegment watched(MappedSegment segment, long countedFrom) {
		return WatchedSegment.of(segment, this.sampler.successor(), countedFrom);
	}

	private Attachment<D> attach(WatchedSegment watched, StreamPosition start, int generation) {
		Attachment<D> attachment = Attachment.of(watched, this.expectation, this.options.name(), start.sequence(),
				start.owed(), generation, this.reader.cursor());
		try {
			this.identity.begin(this.reader, attachment);
			return attachment;
		}
		catch (RuntimeException | Error ex) {
			attachment.close();
			throw ex;
		}
	}

}
