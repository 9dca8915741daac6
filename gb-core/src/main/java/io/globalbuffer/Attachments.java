package io.globalbuffer;

import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.internal.ring.RingReader;
import io.globalbuffer.internal.segment.CountSampler;
import io.globalbuffer.internal.segment.BackgroundTask;
import io.globalbuffer.internal.segment.BackgroundThread;
import io.globalbuffer.internal.segment.MappedSegment;
import io.globalbuffer.internal.segment.NameState;
import io.globalbuffer.internal.segment.SegmentOpener;
import io.globalbuffer.internal.segment.SegmentWatch;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.BufferLayout;

/**
 * The segment a reader is attached to now, and how it comes from one to the next. Safe
 * for use by many threads.
 *
 * @param <D> what payloads are copied into
 */
final class Attachments<D> implements AutoCloseable {

	private final ReaderOptions options;

	private final Expectation<D> expectation;

	private final CursorGuard cursor = new CursorGuard();

	private final CountSampler sampler = new CountSampler();

	/** Absent while a following reader has found no segment, and once closed. */
	private volatile @Nullable Attachment<D> current;

	private volatile boolean closed;

	/** Looks for the segment in the background while there is none. */
	private @Nullable BackgroundTask search;

	/** Counted in earlier segments. */
	private long earlierOverruns;

	private long earlierSkipped;

	private Attachments(ReaderOptions options, Expectation<D> expectation) {
		this.options = options;
		this.expectation = expectation;
	}

	static <D> Attachments<D> open(ReaderOptions options, Expectation<D> expectation) {
		Attachments<D> attachments = new Attachments<>(options, expectation);
		Optional<MappedSegment> segment = options.following() ? SegmentOpener.openIfReady(options.place())
				: Optional.of(SegmentOpener.open(options.place()));
		segment.ifPresent(attachments::attachFirst);
		attachments.startSearch();
		return attachments;
	}

	/** The same segment with another cursor, which starts where a new reader's would. */
	synchronized Attachments<D> fork() {
		Attachments<D> fork = new Attachments<>(this.options, this.expectation);
		Attachment<D> attachment = current();
		if (attachment != null) {
			fork.attachFirst(attachment.segment().share());
		}
		fork.startSearch();
		return fork;
	}

	/**
	 * Looks for the segment in the background too: monitors of a reader that nobody reads
	 * with shall see the stream from its beginning.
	 */
	private synchronized void startSearch() {
		if (this.options.following() && this.current == null) {
			this.search = BackgroundThread.SEARCH.task(this.options.place().path(), BackgroundThread.INTERVAL,
					this::searchAgain);
			this.search.start();
		}
	}

	private synchronized void searchAgain() {
		if (!this.closed) {
			attachedForMonitor();
		}
	}

	private void endSearch() {
		if (this.search != null) {
			this.search.cancel();
			this.search = null;
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
	 * Who uses the cursor.
	 * @return the guard
	 */
	CursorGuard cursor() {
		return this.cursor;
	}

	/**
	 * Goes over to the segment that has replaced another, if there is one and nobody
	 * reads with the cursor; who does goes over by itself.
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
	synchronized boolean follow(Attachment<D> left) {
		if (!this.options.following()) {
			return false;
		}
		if (this.current != left) {
			return true;
		}
		if (left.segment().nameState() == NameState.HERE) {
			// lost, and nothing in its place yet
			return false;
		}
		Optional<MappedSegment> segment = SegmentOpener.openIfReady(this.options.place());
		if (segment.isEmpty()) {
			return false;
		}
		if (segment.get().isSameFile(left.segment())) {
			segment.get().close();
			return false;
		}
		attach(segment.get(), 0, 0, left.undelivered(), left.generation() + 1);
		this.earlierOverruns += left.ring().overruns();
		this.earlierSkipped += left.ring().skipped();
		left.close();
		return true;
	}

	/**
	 * What an access to unmapped memory means: nothing, if the reader has moved on to
	 * another segment meanwhile.
	 * @param attachment what was accessed
	 * @param failure what the access threw
	 * @throws BufferClosedException if the reader was closed
	 */
	void throwUnlessMovedOn(Attachment<D> attachment, IllegalStateException failure) {
		if (this.closed) {
			throw closedException();
		}
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
	 * The figures of the segment the name leads to, unless going over to it would cost
	 * somebody samples of the old one, or it holds something else.
	 */
	synchronized BufferStats stats() {
		Attachment<D> attachment = attachedForMonitor();
		return (attachment != null)
				? BufferStats.of(attachment.watch().facts(), this.sampler, this.options.livenessTimeout())
				: BufferStats.withoutSegment(this.sampler);
	}

	private @Nullable Attachment<D> attachedForMonitor() {
		try {
			Attachment<D> attachment = current();
			if (attachment != null && attachment.isLeft() && this.cursor.tryMoveOn()) {
				try {
					if (!attachment.isInUse()) {
						follow(attachment);
					}
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
			return this.current;
		}
		catch (BufferClosedException ex) {
			throw ex;
		}
		catch (GlobalBufferException ex) {
			// what reads throw: a monitor sees the old segment, or none
			return this.current;
		}
	}

	boolean isClosed() {
		return this.closed;
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		endSearch();
		Attachment<D> attachment = this.current;
		if (attachment != null) {
			this.earlierOverruns += attachment.ring().overruns();
			this.earlierSkipped += attachment.ring().skipped();
			this.current = null;
			attachment.close();
		}
	}

	private synchronized @Nullable Attachment<D> attachLater() {
		if (this.closed) {
			throw closedException();
		}
		if (this.current == null) {
			// born after this reader started: from its first sample on
			SegmentOpener.openIfReady(this.options.place()).ifPresent((segment) -> attach(segment, 0, 0, 0, 0));
		}
		return this.current;
	}

	private void attachFirst(MappedSegment segment) {
		long count = segment.countIfIntact();
		long capacity = segment.geometry().capacity();
		long cursor = switch (this.options.start()) {
			case NEW -> count;
			case NEWEST -> Math.max(0, count - 1);
			case OLDEST -> Math.max(0, count - capacity);
		};
		attach(segment, count, cursor, 0, 0);
	}

	private void attach(MappedSegment segment, long countedFrom, long cursor, long carried, int generation) {
		Attachment<D> left = this.current;
		try {
			Attachment<D> next = attachment(segment, cursor, carried, generation);
			if (left != null) {
				// its last samples are added before the sampler turns to the new count
				left.watch().close();
			}
			this.sampler.begin(countedFrom, segment.countIfIntact());
			// the last to fail, if there is no thread yet; one that watched before is
			// there
			next.watch().start();
			this.current = next;
			// not sooner: what fails is tried again
			endSearch();
		}
		catch (RuntimeException | Error ex) {
			if (this.current == left) {
				segment.close();
			}
			throw ex;
		}
	}

	private Attachment<D> attachment(MappedSegment segment, long cursor, long carried, int generation) {
		BufferLayout layout = segment.layout();
		String objection = this.expectation.objection(layout);
		if (objection != null) {
			throw new SchemaMismatchException("Segment " + segment.path() + " holds " + layout.describe() + ", but "
					+ objection + " was asked for. " + this.expectation.remedy(layout));
		}
		Payloads<D> payloads = this.expectation.payloads(this.options.name(), layout);
		RingReader<D> ring = new RingReader<>(segment.memory(), segment.geometry(), payloads,
				layout instanceof ArrayLayout, cursor, carried);
		return new Attachment<>(segment, SegmentWatch.ofReader(segment, this.sampler), payloads, ring, generation);
	}

	private BufferClosedException closedException() {
		return new BufferClosedException("The reader of buffer '" + this.options.name() + "' is closed");
	}

}
