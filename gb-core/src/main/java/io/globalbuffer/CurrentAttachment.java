// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.OptionalLong;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.internal.os.BiasedLock;
import io.globalbuffer.internal.payload.Expectation;
import io.globalbuffer.internal.position.StreamPosition;
import io.globalbuffer.internal.ring.RingReader;
import io.globalbuffer.internal.segment.CountSampler;
import io.globalbuffer.internal.segment.MappedSegment;
import io.globalbuffer.internal.segment.NameUse;

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

	private final CursorGuard cursor;

	/** Of no segment: those of the segments add to its total. */
	private final CountSampler sampler = new CountSampler();

	private final EarlierSegments earlier = new EarlierSegments();

	private final SegmentAhead ahead;

	private final SegmentAttaching<D> attaching;

	private final AttachmentMonitor monitor;

	/** Its own, or of a subscription that of its reader. */
	private final ReaderIdentity identity;

	private final SegmentOutlook outlook;

	/** One object for all looks. */
	private final Runnable attachLater = this::attachLater;

	private final AttachedSegment<D> attached = new AttachedSegment<>();

	private volatile boolean closed;

	private CurrentAttachment(ReaderOptions options, Expectation<D> expectation, @Nullable ReaderIdentity lent) {
		this.options = options;
		this.expectation = expectation;
		this.finder = new SegmentFinder(options, expectation);
		NameUse name = new NameUse(options.place().path(), this::wake);
		this.ahead = new SegmentAhead(this.finder, this.sampler, this.attached::now, name);
		this.monitor = new AttachmentMonitor(options, this, this.ahead);
		this.identity = (lent != null) ? lent : ReaderIdentity.of(options, this);
		BiasedLock lock = new BiasedLock(this.attached::isPassedUnheld);
		// what is read under a kept identity is noted at each read
		this.cursor = new CursorGuard((this.identity instanceof NoIdentity) ? lock : lock.unbiased());
		this.outlook = new SegmentOutlook(name, this.identity);
		this.attaching = new SegmentAttaching<>(options, expectation, this.sampler, this.identity, this);
	}

	static <D> CurrentAttachment<D> open(ReaderOptions options, Expectation<D> expectation) {
		CurrentAttachment<D> currentAttachment = new CurrentAttachment<>(options, expectation, null);
		return currentAttachment.started(currentAttachment::openFirst);
	}

	private void openFirst() {
		this.finder.openFirst().ifPresentOrElse(this::attachFirst, () -> this.identity.hold(this.options.later()));
	}

	/** Ends a wait for the next sample, however long: the name may lead elsewhere. */
	private void wake() {
		this.cursor.wake();
		Attachment<D> attachment = this.attached.now();
		if (attachment != null) {
			attachment.awaited().wake();
		}
	}

	/** Closes what cannot be started. */
	private CurrentAttachment<D> started(Runnable attach) {
		try {
			this.outlook.start();
			attach.run();
			this.monitor.start();
			return this;
		}
		catch (RuntimeException | Error ex) {
			close();
			throw ex;
		}
	}

	/** The same segment with another cursor, which starts where a new reader's would. */
	CurrentAttachment<D> fork() {
		return fork(null, (fork, attachment) -> fork.attachFirst(attachment.segment().share()));
	}

	/**
	 * The same segment with another cursor, which starts where this one's stands, and
	 * counts what this one has lost and not counted yet. It reads under this one's
	 * identity, if that has one, until this one {@linkplain #goBack goes back}.
	 * @throws IllegalStateException if another one does
	 */
	CurrentAttachment<D> forkAtCursor() {
		return this.identity.lend(this, () -> fork(this.identity, CurrentAttachment::attachAtCursorOf));
	}

	private CurrentAttachment<D> fork(@Nullable ReaderIdentity lent,
			BiConsumer<CurrentAttachment<D>, Attachment<D>> attach) {
		CurrentAttachment<D> fork = new CurrentAttachment<>(this.options.withoutIdentity(), this.expectation, lent);
		current();
		return fork.started(() -> {
			if (!shareWith(fork, attach) && lent == null) {
				// this one may wait for its identity, and not for a segment
				fork.openFirst();
			}
		});
	}

	private synchronized boolean shareWith(CurrentAttachment<D> fork,
			BiConsumer<CurrentAttachment<D>, Attachment<D>> attach) {
		requireOpen();
		Attachment<D> attachment = this.attached.now();
		if (attachment != null) {
			attach.accept(fork, attachment);
		}
		return attachment != null;
	}

	/** Goes back to the first sample that is not done, or lets that be looked for. */
	synchronized void goBack() {
		Attachment<D> attachment = this.attached.now();
		if (this.closed || attachment == null) {
			return;
		}
		this.earlier.add(attachment.ring());
		this.attached.attach(null);
		StreamPosition done = this.identity.position();
		try {
			if (!this.options.following() || done.segment().isSame(attachment.identity())) {
				this.attached.attach(this.attaching.begin(attachment.segment().share(), attachment.count(), done));
			}
		}
		finally {
			attachment.close();
		}
	}

	/**
	 * The segment to read.
	 * @return the attachment; {@code null} while a following reader has found none
	 * @throws BufferClosedException if the reader is closed
	 */
	@Nullable Attachment<D> current() {
		Attachment<D> attachment = this.attached.now();
		return (attachment != null) ? attachment : attachLater();
	}

	/** The same for who waits: looks where the name leads only if that is not known. */
	@Nullable Attachment<D> currentWhileWaiting() {
		requireOpen();
		this.outlook.look(this.attached.now(), this.attachLater);
		return this.attached.now();
	}

	/** What who waits sees of the name. */
	SegmentOutlook outlook() {
		return this.outlook;
	}

	/** Leads a reader's straight path to the segment that is read, from now on. */
	synchronized void lead(StraightPath<D> path) {
		this.attached.lead(path);
	}

	/** The guard of the cursor. */
	CursorGuard cursor() {
		return this.cursor;
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

	/**
	 * Goes over in place of the thread that reads, which does so by itself if one does.
	 */
	boolean followUnlessReading(Attachment<D> left) {
		return this.options.following() && this.ahead.isThere(left) && this.cursor.moveOn(() -> follow(left));
	}

	private synchronized void goOver(Attachment<D> left, WatchedSegment next) {
		if (this.closed) {
			next.close();
			return;
		}
		this.attached.attach(this.attaching.goOver(left, next));
		this.earlier.add(left.ring());
		left.close();
	}

	/**
	 * What an access to unmapped memory means: nothing, if the reader has moved on to
	 * another segment meanwhile, or this one is lost, whose registry is let go of then.
	 * @throws BufferClosedException if the reader was closed
	 */
	void throwUnlessMovedOn(Attachment<D> attachment, IllegalStateException failure) {
		requireOpen();
		if (this.attached.now() == attachment && !attachment.segment().isLost()) {
			throw failure;
		}
	}

	synchronized OptionalLong lag() {
		Attachment<D> attachment = this.attached.now();
		return (attachment != null) ? OptionalLong.of(attachment.undelivered()) : OptionalLong.empty();
	}

	synchronized long overruns() {
		Attachment<D> attachment = this.attached.now();
		return this.earlier.overruns() + ((attachment != null) ? attachment.ring().overruns() : 0);
	}

	synchronized long skipped() {
		Attachment<D> attachment = this.attached.now();
		return this.earlier.skipped() + ((attachment != null) ? attachment.ring().skipped() : 0);
	}

	/** The figures of the segment the name leads to. */
	BufferStats stats() {
		return this.monitor.stats();
	}

	/** The figures of the segment that is read. */
	synchronized BufferStats ownStats() {
		requireOpen();
		Attachment<D> attachment = this.attached.now();
		return (attachment != null)
				? BufferStats.of(attachment.watched(), this.sampler, attachment.generation(), this.options)
				: BufferStats.withoutSegment(this.sampler);
	}

	/** Whether the segment that is read has lost memory, and none is in its place yet. */
	boolean isLost() {
		Attachment<D> attachment = this.attached.now();
		return attachment != null && !isClosed() && attachment.segment().isLost() && !this.ahead.isFound();
	}

	/** The segment that is read now, if any. */
	@Nullable Attachment<D> now() {
		return this.attached.now();
	}

	ReaderIdentity identity() {
		return this.identity;
	}

	/**
	 * Notes that a sample, of the current segment unless told, is done, and all before.
	 */
	void done(@Nullable Integer generation, long sequence) {
		requireOpen();
		this.identity.done(generation, sequence);
	}

	/** Notes that all before a position is done, where this one's cursor has stood. */
	void done(StreamPosition position) {
		requireOpen();
		this.identity.done(position);
	}

	/** Where the cursor stands. */
	synchronized StreamPosition position() {
		requireOpen();
		Attachment<D> attachment = this.attached.now();
		if (attachment == null) {
			return this.identity.position();
		}
		RingReader.Position position = attachment.ring().position();
		return new StreamPosition(attachment.identity(), position.cursor(), position.carried());
	}

	/** Up to where samples are done. */
	StreamPosition donePosition() {
		requireOpen();
		return this.identity.kept();
	}

	boolean isClosed() {
		return this.closed;
	}

	@Override
	public void close() {
		try {
			this.identity.closing(this);
		}
		finally {
			try {
				detach();
			}
			finally {
				this.ahead.close();
				this.identity.closed(this);
			}
		}
	}

	private synchronized void detach() {
		this.closed = true;
		this.cursor.endPause();
		this.monitor.close();
		this.outlook.close();
		Attachment<D> attachment = this.attached.now();
		if (attachment != null) {
			this.earlier.add(attachment.ring());
			this.attached.attach(null);
			attachment.close();
		}
	}

	/** Without the lock: a look may take a while, for which nobody else waits. */
	private @Nullable Attachment<D> attachLater() {
		requireOpen();
		if (this.identity.hold(this.options.later())) {
			this.finder.openIfReady().ifPresent(this::attachUnlessAttached);
		}
		return this.attached.now();
	}

	private synchronized void attachUnlessAttached(MappedSegment segment) {
		if (this.closed || this.attached.now() != null) {
			segment.close();
			requireOpen();
			return;
		}
		// born after this reader started: from its first sample on
		this.attached.attach(this.attaching.begin(segment, 0, this.options.later()));
	}

	private void attachFirst(MappedSegment segment) {
		this.attached.attach(this.attaching.first(segment));
	}

	private void attachAtCursorOf(Attachment<D> other) {
		this.attached.attach(this.attaching.atCursorOf(other));
	}

	private void requireOpen() {
		if (this.closed) {
			throw new BufferClosedException("The reader of buffer '" + this.options.name() + "' is closed");
		}
	}

}
