// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.internal.payload.Expectation;
import io.globalbuffer.internal.ring.RingReader;
import io.globalbuffer.internal.segment.BackgroundTask;
import io.globalbuffer.internal.segment.BackgroundThread;
import io.globalbuffer.internal.segment.CountSampler;
import io.globalbuffer.internal.segment.MappedSegment;
import io.globalbuffer.internal.segment.Pace;

/**
 * The segment a reader is attached to now, and how it comes from one to the next. Safe
 * for use by many threads.
 *
 * @param <D> what payloads are copied into
 */
final class CurrentAttachment<D> implements AutoCloseable {

	private final ReaderOptions options;

	private final Expectation<D> expectation;

	private final SegmentFinder finder;

	private final CursorGuard cursor = new CursorGuard();

	/** Of no segment: those of the segments add to its total. */
	private final CountSampler sampler = new CountSampler();

	private final SegmentAhead ahead;

	/** Of a thread that waits while there is no segment. */
	private final Pace looks = new Pace();

	/** Absent while a following reader has found no segment, and once closed. */
	private volatile @Nullable Attachment<D> current;

	private volatile boolean closed;

	/** Of a following reader. */
	private @Nullable BackgroundTask looking;

	/** Counted in earlier segments. */
	private long earlierOverruns;

	private long earlierSkipped;

	private CurrentAttachment(ReaderOptions options, Expectation<D> expectation) {
		this.options = options;
		this.expectation = expectation;
		this.finder = new SegmentFinder(options, expectation);
		this.ahead = new SegmentAhead(this.finder, this.sampler, () -> this.current);
	}

	static <D> CurrentAttachment<D> open(ReaderOptions options, Expectation<D> expectation) {
		CurrentAttachment<D> currentAttachment = new CurrentAttachment<>(options, expectation);
		currentAttachment.finder.open().ifPresent(currentAttachment::attachFirst);
		return currentAttachment.looking();
	}

	/** The same segment with another cursor, which starts where a new reader's would. */
	CurrentAttachment<D> fork() {
		return fork((fork, attachment) -> fork.attachFirst(attachment.segment().share()));
	}

	/**
	 * The same segment with another cursor, which starts where this one's stands, and
	 * counts what this one has lost and not counted yet.
	 */
	CurrentAttachment<D> forkAtCursor() {
		return fork(CurrentAttachment::attachAtCursorOf);
	}

	private CurrentAttachment<D> fork(BiConsumer<CurrentAttachment<D>, Attachment<D>> attach) {
		CurrentAttachment<D> fork = new CurrentAttachment<>(this.options, this.expectation);
		current();
		synchronized (this) {
			requireOpen();
			Attachment<D> attachment = this.current;
			if (attachment != null) {
				attach.accept(fork, attachment);
			}
		}
		return fork.looking();
	}

	/**
	 * Looks in the background too: monitors of a reader that no thread reads with shall
	 * see the stream from its beginning, and each segment that takes the name later.
	 */
	private CurrentAttachment<D> looking() {
		if (this.options.following()) {
			try {
				this.looking = BackgroundThread.SEARCH.task(this.options.place().path(), BackgroundThread.INTERVAL,
						this::look);
				this.looking.start();
			}
			catch (RuntimeException | Error ex) {
				close();
				throw ex;
			}
		}
		return this;
	}

	private void look() {
		if (!this.closed) {
			attachForMonitor();
			this.ahead.look();
		}
	}

	/**
	 * The segment to read.
	 * @return the attachment; {@code null} while a following reader has found none
	 * @throws BufferClosedException if the reader is closed
	 */
	@Nullable Attachment<D> current() {
		Attachment<D> attachment = this.current;
		return (attachment != null) ? attachment : attachLater();
	}

	/**
	 * The segment to read, for a thread that waits for it: looks where the name leads
	 * only now and then.
	 * @return as {@link #current()}
	 */
	@Nullable Attachment<D> currentWhileWaiting() {
		return (this.current != null || this.closed || this.looks.isDue()) ? current() : null;
	}

	/**
	 * The guard of the cursor.
	 * @return the guard
	 */
	CursorGuard cursor() {
		return this.cursor;
	}

	/**
	 * Goes over to the segment that has replaced another, if there is one and no thread
	 * reads with the cursor; a thread that does goes over by itself.
	 * @param left the attachment whose name leads elsewhere
	 * @return whether there is another current attachment now
	 * @throws SchemaMismatchException if it holds something else than before
	 */
	boolean followUnlessReading(Attachment<D> left) {
		if (!this.options.following() || !this.cursor.tryMoveOn()) {
			return false;
		}
		try {
			return follow(left);
		}
		finally {
			try {
				this.cursor.exit();
			}
			catch (StackOverflowError ex) {
				this.cursor.holder = null;
			}
		}
	}

	/**
	 * Goes over to the segment that has replaced another, if there is one. For the thread
	 * that holds the cursor.
	 * @param left the attachment whose name leads elsewhere
	 * @return whether there is another current attachment now
	 * @throws SchemaMismatchException if it holds something else than before
	 */
	boolean follow(Attachment<D> left) {
		return this.options.following() && this.ahead.goOver(left, (next) -> goOver(left, next));
	}

	private synchronized void goOver(Attachment<D> left, WatchedSegment next) {
		if (this.closed) {
			next.close();
			return;
		}
		attach(next, 0, left.undelivered(), left.generation() + 1);
		this.earlierOverruns += left.ring().overruns();
		this.earlierSkipped += left.ring().skipped();
		left.close();
	}

	/**
	 * What an access to unmapped memory means: nothing, if the reader has moved on to
	 * another segment meanwhile.
	 * @param attachment what was accessed
	 * @param failure what the access threw
	 * @throws BufferClosedException if the reader was closed
	 */
	void throwUnlessMovedOn(Attachment<D> attachment, IllegalStateException failure) {
		requireOpen();
		if (this.current == attachment) {
			throw failure;
		}
	}

	synchronized OptionalLong lag() {
		Attachment<D> attachment = this.current;
		return (attachment != null) ? OptionalLong.of(attachment.undelivered()) : OptionalLong.empty();
	}

	synchronized long overruns() {
		Attachment<D> attachment = this.current;
		return this.earlierOverruns + ((attachment != null) ? attachment.ring().overruns() : 0);
	}

	synchronized long skipped() {
		Attachment<D> attachment = this.current;
		return this.earlierSkipped + ((attachment != null) ? attachment.ring().skipped() : 0);
	}

	/**
	 * The figures of the segment the name leads to, unless that holds something else than
	 * was asked for. No reader moves by it, but that one that had no segment has one.
	 */
	BufferStats stats() {
		attachForMonitor();
		Optional<BufferStats> newer = this.options.following() ? this.ahead.stats() : Optional.empty();
		return newer.orElseGet(this::ownStats);
	}

	private synchronized BufferStats ownStats() {
		requireOpen();
		Attachment<D> attachment = this.current;
		return (attachment != null)
				? BufferStats.of(attachment.watched(), this.sampler, attachment.generation(), this.options)
				: BufferStats.withoutSegment(this.sampler);
	}

	/**
	 * Costs no sample: a reader without a segment yet reads the next one from its first
	 * on.
	 */
	private void attachForMonitor() {
		try {
			current();
		}
		catch (BufferClosedException ex) {
			// nothing to look for
		}
		catch (GlobalBufferException ex) {
			// what reads throw: a monitor sees no segment
		}
	}

	boolean isClosed() {
		return this.closed;
	}

	@Override
	public void close() {
		try {
			detach();
		}
		finally {
			this.ahead.close();
		}
	}

	private synchronized void detach() {
		this.closed = true;
		if (this.looking != null) {
			this.looking.cancel();
			this.looking = null;
		}
		Attachment<D> attachment = this.current;
		if (attachment != null) {
			this.earlierOverruns += attachment.ring().overruns();
			this.earlierSkipped += attachment.ring().skipped();
			this.current = null;
			attachment.close();
		}
	}

	/** Without the lock: a look may take a while, for which nobody else waits. */
	private @Nullable Attachment<D> attachLater() {
		requireOpen();
		this.finder.openIfReady().ifPresent(this::attachUnlessAttached);
		this.looks.looked();
		return this.current;
	}

	private synchronized void attachUnlessAttached(MappedSegment segment) {
		if (this.closed || this.current != null) {
			segment.close();
			requireOpen();
			return;
		}
		// born after this reader started: from its first sample on
		attach(watched(segment, 0), 0, 0, 0);
	}

	private void attachFirst(MappedSegment segment) {
		long count = segment.countIfIntact();
		long cursor = this.options.start().cursor(count, segment.geometry().capacity());
		attach(watched(segment, count), cursor, 0, 0);
	}

	private void attachAtCursorOf(Attachment<D> other) {
		RingReader.Position position = other.ring().position();
		attach(watched(other.segment().share(), other.count()), position.cursor(), position.carried(), 0);
	}

	private WatchedSegment watched(MappedSegment segment, long countedFrom) {
		return WatchedSegment.of(segment, this.sampler.successor(), countedFrom);
	}

	private void attach(WatchedSegment watched, long cursor, long carried, int generation) {
		try {
			this.current = Attachment.of(watched, this.expectation, this.options.name(), cursor, carried, generation);
		}
		catch (RuntimeException | Error ex) {
			watched.close();
			throw ex;
		}
	}

	private void requireOpen() {
		if (this.closed) {
			throw new BufferClosedException("The reader of buffer '" + this.options.name() + "' is closed");
		}
	}

}
