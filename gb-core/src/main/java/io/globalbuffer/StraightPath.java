// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.os.Passage;
import io.globalbuffer.internal.ring.RingReader;
import io.globalbuffer.internal.ring.StraightReads;

/**
 * What the reads of a reader try first: to copy a sample of which all is as usual into an
 * array, from the segment that is attached, in a straight line. What they leave is for
 * {@link ReadLoop}. A part of the reader, and not an object beside it: that would be one
 * load more on the way to each sample.
 *
 * @param <D> what payloads are copied into
 */
abstract class StraightPath<D> {

	final CurrentAttachment<D> currentAttachment;

	/** What stands against reading the newest sample of the segment. */
	private final int against;

	/**
	 * The straight reads of the attached segment, if it has any. A thread that still sees
	 * those of the segment before is barred by that one's passage.
	 */
	private volatile @Nullable StraightReads<?> straight;

	StraightPath(CurrentAttachment<D> currentAttachment, boolean following) {
		this.currentAttachment = currentAttachment;
		this.against = Passage.CLOSED | Passage.LOST | (following ? Passage.LEFT : 0);
	}

	/** Leads to another segment from now on, or to none. */
	final void leadTo(@Nullable Attachment<D> attachment) {
		this.straight = (attachment != null) ? attachment.straight() : null;
	}

	/**
	 * Copies the newest sample.
	 * @return its sequence, or {@link RingReader#EMPTY}
	 */
	final long straightLatest(D target) {
		StraightReads<?> reads = this.straight;
		if (reads == null) {
			return RingReader.EMPTY;
		}
		try {
			return reads.latest(target, this.against);
		}
		catch (InternalError ex) {
			lost(reads, ex);
			return RingReader.EMPTY;
		}
	}

	/**
	 * Copies the cursor's sample. For the thread that holds the cursor, and the one that
	 * need not.
	 * @param holding whether it does; if not, each other thread is refused
	 * @return its sequence, or {@link RingReader#EMPTY}
	 */
	final long straightNext(D target, boolean holding) {
		StraightReads<?> reads = this.straight;
		if (reads == null) {
			return RingReader.EMPTY;
		}
		try {
			return reads.next(target, holding);
		}
		catch (InternalError ex) {
			lost(reads, ex);
			return RingReader.EMPTY;
		}
		catch (IllegalStateException ex) {
			throwUnlessMovedOn(reads, ex);
			return RingReader.EMPTY;
		}
	}

	/**
	 * Copies the cursor's sample and those after it, as many as there are and as there is
	 * room for. For the thread that holds the cursor.
	 * @return how many
	 */
	final int straightBatch(Object target) {
		StraightReads<?> reads = this.straight;
		if (reads == null) {
			return 0;
		}
		try {
			return reads.batch(target);
		}
		catch (InternalError ex) {
			lost(reads, ex);
			return reads.copied();
		}
		catch (IllegalStateException ex) {
			if (reads.copied() == 0) {
				throwUnlessMovedOn(reads, ex);
			}
			return reads.copied();
		}
	}

	/** Notes that memory was taken away, unless another segment is read by now. */
	private void lost(StraightReads<?> reads, InternalError fault) {
		Attachment<D> attachment = this.currentAttachment.now();
		if (attachment != null && attachment.straight() == reads) {
			attachment.lost(fault);
		}
	}

	private void throwUnlessMovedOn(StraightReads<?> reads, IllegalStateException failure) {
		Attachment<D> attachment = this.currentAttachment.now();
		if (attachment != null && attachment.straight() == reads) {
			this.currentAttachment.throwUnlessMovedOn(attachment, failure);
		}
	}

}
