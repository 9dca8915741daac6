// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.wait.Waiter;

/**
 * The pauses of a thread that waits for a sample: as its strategy has it while it has a
 * segment, and until there is one while it has not.
 *
 * @param <D> what payloads are copied into
 */
final class ReadPause<D> {

	/** The longest one where another segment has to be looked for. */
	static final long UNTOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	/** The longest one without a segment, though one that comes ends it. */
	static final long NO_SEGMENT_NANOS = TimeUnit.SECONDS.toNanos(5);

	private final CurrentAttachment<D> currentAttachment;

	private final Waiter waiter;

	ReadPause(ReaderOptions options, CurrentAttachment<D> currentAttachment) {
		this.currentAttachment = currentAttachment;
		this.waiter = options.waitStrategy().newWaiter();
	}

	/** Begins a new wait. */
	void reset() {
		this.waiter.reset();
	}

	/**
	 * Ends it, since a sample has come. Its segment may be gone all the same.
	 */
	void arrived(Attachment<D> attachment) {
		try {
			this.waiter.arrived(attachment.awaited());
			MemoryFaults.surface();
		}
		catch (InternalError ex) {
			attachment.lost(ex);
		}
		catch (IllegalStateException ex) {
			this.currentAttachment.throwUnlessMovedOn(attachment, ex);
		}
	}

	/**
	 * Waits a little.
	 * @param attachment what is read; {@code null} while there is no segment
	 * @param maxNanos the longest time allowed, in nanoseconds
	 */
	void pause(@Nullable Attachment<D> attachment, long maxNanos) throws InterruptedException {
		long nanos = this.currentAttachment.outlook().isTold(attachment) ? maxNanos : Math.min(maxNanos, UNTOLD_NANOS);
		if (attachment != null && !attachment.segment().isLost()) {
			pauseFor(attachment, nanos);
		}
		else if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		else {
			// there is nothing that a waiter could look at
			LockSupport.parkNanos(this, Math.min(nanos, NO_SEGMENT_NANOS));
		}
	}

	private void pauseFor(Attachment<D> attachment, long nanos) throws InterruptedException {
		try {
			this.waiter.pause(attachment.awaited(), Math.min(nanos, attachment.awaited().longestWait()));
			MemoryFaults.surface();
		}
		catch (InternalError ex) {
			attachment.lost(ex);
		}
		catch (IllegalStateException ex) {
			this.currentAttachment.throwUnlessMovedOn(attachment, ex);
		}
	}

}
