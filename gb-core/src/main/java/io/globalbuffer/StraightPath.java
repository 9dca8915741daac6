// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.os.Passage;
import io.globalbuffer.internal.ring.RingReader;
import io.globalbuffer.internal.ring.StraightReads;

/**
 * What a read tries first: to copy a sample of which all is as usual into an array, from
 * the segment that is attached, in a straight line. What it leaves is for
 * {@link ReadLoop}.
 *
 * @param <D> what payloads are copied into
 */
final class StraightPath<D> {

	private final CurrentAttachment<D> currentAttachment;

	private final ReaderIdentity identity;

	/** What stands against reading the newest sample of the segment. */
	private final int against;

	StraightPath(CurrentAttachment<D> currentAttachment, boolean following) {
		this.currentAttachment = currentAttachment;
		this.identity = currentAttachment.identity();
		this.against = Passage.CLOSED | Passage.LOST | (following ? Passage.LEFT : 0);
	}

	/**
	 * Copies the newest sample.
	 * @return its sequence, or {@link RingReader#EMPTY}
	 */
	long latest(D target) {
		Attachment<D> attachment = this.currentAttachment.now();
		StraightReads<?> reads = (attachment != null) ? attachment.straight() : null;
		if (attachment == null || reads == null) {
			return RingReader.EMPTY;
		}
		try {
			return reads.latest(target, this.against);
		}
		catch (InternalError ex) {
			attachment.lost(ex);
			return RingReader.EMPTY;
		}
	}

	/**
	 * Copies the cursor's sample. For the thread that holds the cursor.
	 * @return its sequence, or {@link RingReader#EMPTY}
	 */
	long next(D target) {
		this.identity.asked(this.currentAttachment);
		Attachment<D> attachment = this.currentAttachment.now();
		StraightReads<?> reads = (attachment != null) ? attachment.straight() : null;
		if (attachment == null || reads == null) {
			return RingReader.EMPTY;
		}
		try {
			attachment.readsAs(ReadMode.NEXT);
			long sequence = reads.next(target);
			if (sequence < 0) {
				MemoryFaults.surface();
			}
			return sequence;
		}
		catch (InternalError ex) {
			attachment.lost(ex);
			return RingReader.EMPTY;
		}
		catch (IllegalStateException ex) {
			this.currentAttachment.throwUnlessMovedOn(attachment, ex);
			return RingReader.EMPTY;
		}
	}

	/**
	 * Copies the cursor's sample and those after it, as many as there are and as there is
	 * room for. For the thread that holds the cursor.
	 * @return how many
	 */
	int batch(Object target) {
		this.identity.asked(this.currentAttachment);
		Attachment<D> attachment = this.currentAttachment.now();
		StraightReads<?> reads = (attachment != null) ? attachment.straight() : null;
		if (attachment == null || reads == null) {
			return 0;
		}
		try {
			attachment.readsAs(ReadMode.NEXT);
			int samples = reads.batch(target);
			if (samples == 0) {
				MemoryFaults.surface();
			}
			return samples;
		}
		catch (InternalError ex) {
			attachment.lost(ex);
			return reads.copied();
		}
		catch (IllegalStateException ex) {
			if (reads.copied() == 0) {
				this.currentAttachment.throwUnlessMovedOn(attachment, ex);
			}
			return reads.copied();
		}
	}

}
