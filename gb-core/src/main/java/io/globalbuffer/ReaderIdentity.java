// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.ReaderConflictException;
import io.globalbuffer.internal.position.ReaderName;
import io.globalbuffer.internal.position.StreamPosition;
import io.globalbuffer.internal.segment.MappedSegment;

/**
 * What is known of a reader beyond its own life, if anything is. Safe for use by many
 * threads.
 */
interface ReaderIdentity {

	/**
	 * The identity that a reader was asked for.
	 * @param options what the reader was asked for
	 * @param reader the reader
	 * @return the identity, not held yet; {@link NoIdentity} if it has none
	 */
	static ReaderIdentity of(ReaderOptions options, CurrentAttachment<?> reader) {
		String identity = options.identity();
		return (identity != null) ? new KeptIdentity(options, new ReaderName(options.name(), identity), reader)
				: new NoIdentity(options.name());
	}

	/**
	 * Holds the identity, unless it is held already.
	 * @param first where it begins if it is new
	 * @return {@code false} if another reader holds it, and this one follows and waits,
	 * or if this one is closed
	 * @throws io.globalbuffer.exception.ReaderConflictException if another reader holds
	 * it, and this one does not follow
	 */
	boolean hold(StreamPosition first);

	/**
	 * Why it is not held.
	 * @return what says which reader holds it; {@code null} if none was met
	 */
	@Nullable ReaderConflictException conflict();

	/**
	 * Where to read on in a segment that was just opened.
	 * @param segment the segment
	 * @param otherwise where a reader without an identity begins
	 * @return the first sample that is not done; the segment's first, if it was not read
	 * before
	 */
	StreamPosition start(MappedSegment segment, StreamPosition otherwise);

	/**
	 * Which generation a segment is that is read where there was none.
	 * @param segment the segment
	 * @return 0, or what goes on from what a subscription read
	 */
	int generation(MappedSegment segment);

	/**
	 * Keeps where a segment begins, which may be one that was not read before, and what
	 * is owed of those before it. To be called before any thread reads it.
	 * @param reader who begins; not kept if another one reads under this identity
	 * @param next the segment
	 */
	void begin(CurrentAttachment<?> reader, Attachment<?> next);

	/**
	 * Notes that the next sample is asked for. For the thread that holds the cursor.
	 * @param reader who asks
	 * @throws IllegalStateException if another one reads under this identity
	 */
	void asked(CurrentAttachment<?> reader);

	/**
	 * Notes that a sample and all before it are done.
	 * @param generation of the sample's segment; {@code null} for the current one
	 * @param sequence the sample's sequence
	 * @throws IllegalStateException if this is not what says so
	 * @throws IllegalArgumentException if the sample was not read
	 */
	void done(@Nullable Integer generation, long sequence);

	/**
	 * Notes that all before a position is done.
	 * @param done a position of the reader
	 * @throws IllegalStateException if this is not what says so
	 * @throws IllegalArgumentException if what lies before it was not read
	 */
	void done(StreamPosition done);

	/**
	 * Where a reader of this identity begins: behind what is done, in the segment that
	 * was read last, or is to be.
	 * @return the position
	 */
	StreamPosition position();

	/**
	 * Up to where samples are done, perhaps in a segment that was left before all that
	 * was read of it was done.
	 * @return the position, with all that is owed behind it
	 */
	StreamPosition kept();

	/**
	 * Lets a fork read under this identity.
	 * @param <F> the type of the fork
	 * @param lender the reader that has it
	 * @param fork makes the fork
	 * @return the fork
	 * @throws IllegalStateException if another one reads under it already
	 */
	<F extends CurrentAttachment<?>> F lend(CurrentAttachment<?> lender, Supplier<F> fork);

	/**
	 * Lets the reader that has this identity read under it again.
	 * @param lender the reader
	 */
	void takeBack(CurrentAttachment<?> lender);

	/**
	 * Notes that a reader is about to be closed.
	 * @param reader the reader
	 */
	void closing(CurrentAttachment<?> reader);

	/**
	 * Lets go of the identity.
	 * @param reader who reads no more
	 */
	void closed(CurrentAttachment<?> reader);

}
