// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.exception.MessageTooLargeException;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.ring.RingReader;
import io.globalbuffer.internal.ring.SampleDescription;

/**
 * Copies samples out of the segment a reader is attached to: waits for them, tries again
 * where the writer was faster, and follows where the segment was replaced.
 *
 * @param <D> what payloads are copied into
 */
final class ReadLoop<D> {

	/** As good as for ever, and short enough to be added to a time. */
	static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

	/** The pause between attempts at a copy that the writer keeps spoiling. */
	private static final long CONTENTION_PAUSE_NANOS = 2_000;

	private final ReaderOptions options;

	private final CurrentAttachment<D> currentAttachment;

	private final ReadPause<D> pauses;

	/** Where the last sample came from. */
	private @Nullable Attachment<D> source;

	private @Nullable D copy;

	/** Of the copy. */
	private final SampleDescription description = new SampleDescription();

	/** What the sample that goes into a given target is described in, if anything. */
	private @Nullable SampleDetails details;

	/** The one target of all samples, if they share one, and the segment it fits. */
	private @Nullable D reused;

	private @Nullable Attachment<D> reusedFor;

	ReadLoop(ReaderOptions options, CurrentAttachment<D> currentAttachment) {
		this.options = options;
		this.currentAttachment = currentAttachment;
		this.pauses = new ReadPause<>(options, currentAttachment);
	}

	/**
	 * The segment that {@code latest} reads: of a following reader the one the name leads
	 * to now.
	 * @return the attachment; {@code null} while there is no segment
	 */
	@Nullable Attachment<D> newest() {
		Attachment<D> attachment = this.currentAttachment.current();
		while (attachment != null && attachment.isLeft() && this.currentAttachment.followUnlessReading(attachment)) {
			attachment = this.currentAttachment.current();
		}
		return (attachment != null && isLost(attachment)) ? null : attachment;
	}

	/**
	 * Whether there is nothing to read in a segment since it lost memory; a following
	 * reader waits for another one.
	 * @throws io.globalbuffer.exception.BufferLostException if the reader does not follow
	 */
	private boolean isLost(Attachment<D> attachment) {
		boolean lost = attachment.segment().isLost();
		if (lost && !this.options.following()) {
			attachment.segment().requireIntact();
		}
		return lost;
	}

	/**
	 * What a sample of a segment fits into.
	 * @param attachment the segment
	 * @return a new target
	 * @throws MessageTooLargeException if the heap has no room for it
	 */
	D newTarget(Attachment<D> attachment) {
		try {
			return attachment.payloads().newTarget();
		}
		catch (OutOfMemoryError ex) {
			throw tooLarge(ex);
		}
	}

	/**
	 * Copies the newest sample.
	 * @param attachment the segment
	 * @param target what to copy into
	 * @param description what to read its description into; {@code null} for none
	 * @return its sequence, or {@link RingReader#EMPTY}, also when memory of the segment
	 * was found to be taken away
	 */
	long latest(Attachment<D> attachment, D target, @Nullable SampleDescription description) {
		try {
			return latestOf(attachment, target, description);
		}
		catch (InternalError ex) {
			attachment.lost(ex);
			return RingReader.EMPTY;
		}
		catch (OutOfMemoryError ex) {
			throw tooLarge(ex);
		}
	}

	private long latestOf(Attachment<D> attachment, D target, @Nullable SampleDescription description) {
		long sequence = attachment.ring().latest(target, description);
		if (sequence >= 0) {
			return sequence;
		}
		MemoryFaults.surface();
		if (sequence == RingReader.EMPTY) {
			return sequence;
		}
		long deadline = deadline(this.options.contentionBudget());
		while (sequence == RingReader.UNSTABLE) {
			if (System.nanoTime() - deadline >= 0) {
				throw contended();
			}
			LockSupport.parkNanos(CONTENTION_PAUSE_NANOS);
			sequence = attachment.ring().latest(target, description);
			MemoryFaults.surface();
		}
		return sequence;
	}

	/**
	 * Copies the sample that comes next, waiting for it. For the thread that holds the
	 * cursor.
	 * @param mode the next in order, or the newest
	 * @param target what to copy into; {@code null} for a new target, then to be had from
	 * {@link #copy()}, and its origin from {@link #origin()}
	 * @param timeout how long to wait
	 * @return its sequence, or {@link ArrayReader#NONE}
	 */
	long next(ReadMode mode, @Nullable D target, Duration timeout) throws InterruptedException {
		this.currentAttachment.identity().asked(this.currentAttachment);
		boolean waiting = false;
		long deadline = 0;
		while (true) {
			Attachment<D> attachment = waiting ? this.currentAttachment.currentWhileWaiting()
					: this.currentAttachment.current();
			// first: what was committed before the name led elsewhere is read before that
			// is followed
			boolean left = attachment != null && attachment.isLeft();
			long sequence = (attachment != null) ? read(attachment, mode, target) : RingReader.EMPTY;
			if (sequence >= 0) {
				if (waiting) {
					this.pauses.arrived(Objects.requireNonNull(attachment));
				}
				return sequence;
			}
			if (sequence == RingReader.EMPTY && attachment != null && (left || attachment.segment().isLost())
					&& this.currentAttachment.follow(attachment)) {
				continue;
			}
			if (!waiting) {
				waiting = true;
				this.pauses.reset();
				deadline = deadline(timeout.isPositive() ? timeout : Duration.ZERO);
				if (timeout.isPositive()) {
					// what is told from here on ends the pause: what was before is looked
					// at
					continue;
				}
			}
			long remaining = deadline - System.nanoTime();
			if (sequence == RingReader.UNSTABLE) {
				// there is a sample, so it is not the writer that is waited for
				if (remaining <= (timeout.isPositive() ? 0
						: -TimeUnit.NANOSECONDS.convert(this.options.contentionBudget()))) {
					throw contended();
				}
				if (Thread.interrupted()) {
					throw new InterruptedException();
				}
				LockSupport.parkNanos(CONTENTION_PAUSE_NANOS);
			}
			else if (remaining <= 0) {
				return ArrayReader.NONE;
			}
			else {
				this.pauses.pause(attachment, remaining);
			}
		}
	}

	/**
	 * Copies the sample that comes next if it is there, whole, and of the segment of the
	 * last one: what stands in the way is for the next call to {@link #next}.
	 * @param target what to copy into
	 * @return whether there was one
	 */
	boolean more(D target) {
		Attachment<D> attachment = this.currentAttachment.current();
		if (attachment == null || !attachment.equals(this.source) || attachment.segment().isLost()) {
			return false;
		}
		try {
			boolean copied = attachment.ring().next(target, null) >= 0;
			if (!copied) {
				MemoryFaults.surface();
			}
			return copied;
		}
		catch (InternalError ex) {
			attachment.lost(ex);
			return false;
		}
		catch (IllegalStateException ex) {
			this.currentAttachment.throwUnlessMovedOn(attachment, ex);
			return false;
		}
	}

	private long read(Attachment<D> attachment, ReadMode mode, @Nullable D given) {
		if (isLost(attachment)) {
			return RingReader.EMPTY;
		}
		try {
			long sequence = readIntact(attachment, mode, given);
			if (sequence < 0) {
				MemoryFaults.surface();
			}
			return sequence;
		}
		catch (InternalError ex) {
			attachment.lost(ex);
			return read(attachment, mode, given);
		}
		catch (OutOfMemoryError ex) {
			if (given == null) {
				pass(attachment.ring(), mode);
			}
			throw tooLarge(ex);
		}
		catch (IllegalStateException ex) {
			this.currentAttachment.throwUnlessMovedOn(attachment, ex);
			return RingReader.EMPTY;
		}
	}

	/** Lest the cursor stands before it for ever. */
	private void pass(RingReader<D> ring, ReadMode mode) {
		if (mode == ReadMode.NEXT) {
			ring.passNext();
		}
		else {
			ring.passNewest();
		}
	}

	private long readIntact(Attachment<D> attachment, ReadMode mode, @Nullable D given) {
		attachment.readsAs(mode);
		RingReader<D> ring = attachment.ring();
		D target = given;
		if (target != null) {
			attachment.payloads().checkTarget(target);
		}
		else if (ring.isDrained()) {
			return RingReader.EMPTY;
		}
		else {
			target = reusedOrNewTarget(attachment);
			this.copy = target;
		}
		this.source = attachment;
		SampleDescription asked = (given != null) ? asked(attachment) : this.description;
		return (mode == ReadMode.NEXT) ? ring.next(target, asked) : ring.nextLatest(target, asked);
	}

	private @Nullable SampleDescription asked(Attachment<D> attachment) {
		return (this.details != null) ? this.details.begin(attachment.generation()) : null;
	}

	private D reusedOrNewTarget(Attachment<D> attachment) {
		if (!this.options.reusingArrays()) {
			return newTarget(attachment);
		}
		D target = this.reused;
		if (target == null || !attachment.equals(this.reusedFor)) {
			target = newTarget(attachment);
			this.reused = target;
			this.reusedFor = attachment;
		}
		return target;
	}

	/**
	 * Where the sample of {@link #next} came from.
	 * @return the attachment
	 */
	Attachment<D> source() {
		return Objects.requireNonNull(this.source);
	}

	/**
	 * The new target that {@link #next} filled.
	 * @return the target
	 */
	D copy() {
		return Objects.requireNonNull(this.copy);
	}

	/**
	 * What the writer said of the sample in {@link #copy()}.
	 * @return its origin
	 */
	SampleOrigin origin() {
		return SampleOrigin.of(this.description);
	}

	/**
	 * Has the sample that {@link #next} copies into a given target described.
	 * @param details what describes it; {@code null} for nothing
	 */
	void describeIn(@Nullable SampleDetails details) {
		this.details = details;
	}

	/** Lets go of source, copy and details, which are there after few reads. */
	void forget() {
		if (this.source != null || this.details != null) {
			this.source = null;
			this.copy = null;
			this.details = null;
		}
	}

	static long deadline(Duration timeout) {
		long now = System.nanoTime();
		// durations of centuries are legal
		return now + ((timeout.compareTo(LONGEST) < 0) ? timeout.toNanos() : LONGEST.toNanos());
	}

	private MessageTooLargeException tooLarge(OutOfMemoryError cause) {
		return new MessageTooLargeException("A sample of buffer '" + this.options.name()
				+ "' does not fit into the heap. Give this JVM more memory, or find out who wrote it", cause);
	}

	private BufferContendedException contended() {
		return new BufferContendedException("The writer of buffer '" + this.options.name()
				+ "' overwrote each copy before it was complete, or its slots are damaged. Give the buffer a larger "
				+ "capacity, or read less often");
	}

}
