// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.NoSpaceException;
import io.globalbuffer.exception.ReaderConflictException;
import io.globalbuffer.internal.position.PositionFile;
import io.globalbuffer.internal.position.PositionFileException;
import io.globalbuffer.internal.position.ReaderName;
import io.globalbuffer.internal.position.StreamPosition;
import io.globalbuffer.internal.segment.MappedSegment;

/**
 * The identity under which a reader goes on where it stopped: holds it against other
 * readers, and keeps up to where samples are done. A fault of the file in which that is
 * kept is said once, and costs no read.
 */
final class KeptIdentity implements ReaderIdentity {

	private static final Logger logger = LoggerFactory.getLogger(KeptIdentity.class);

	private final ReaderOptions options;

	private final ReaderName name;

	/** The reader that has it. */
	private final CurrentAttachment<?> owner;

	/** Who reads under it: the owner, or a subscription of that. */
	private volatile CurrentAttachment<?> user;

	/** Absent before it is held, if it never was of use, and at the end. */
	private volatile @Nullable PositionFile file;

	private volatile boolean held;

	/** Whether the reader that has it is closed, and must not hold it any more. */
	private boolean ended;

	/** While another reader holds it. */
	private volatile @Nullable ReaderConflictException conflict;

	/** Whether its file is of no use any more; it stays held. */
	private volatile boolean lost;

	/** What was read last; for the thread that holds the cursor. */
	private volatile @Nullable Attachment<?> read;

	/** What the last subscription read in the end. */
	private volatile @Nullable Attachment<?> returned;

	/** Of the last move. */
	private @Nullable Attachment<?> attachment;

	private final LeftSegments left = new LeftSegments();

	/** What began last, of what the caller says that it is done. */
	private @Nullable Attachment<?> begun;

	private StreamPosition position = StreamPosition.NONE;

	/** Where the last move within that segment led. */
	private long sequence;

	KeptIdentity(ReaderOptions options, ReaderName name, CurrentAttachment<?> owner) {
		this.options = options;
		this.name = name;
		this.owner = owner;
		this.user = owner;
	}

	@Override
	public synchronized boolean hold(StreamPosition first) {
		if (this.held || this.ended) {
			return !this.ended;
		}
		this.position = first;
		try {
			PositionFile opened = PositionFile.hold(this.options.place().path(), this.name, first);
			this.file = opened;
			this.position = opened.position();
		}
		catch (ReaderConflictException ex) {
			if (this.options.following()) {
				logger.debug("{} waits", this.name, ex);
				this.conflict = ex;
				return false;
			}
			throw ex;
		}
		catch (PositionFileException | NoSpaceException | InternalError ex) {
			lost(ex);
		}
		this.sequence = this.position.sequence();
		this.held = true;
		this.conflict = null;
		return true;
	}

	@Override
	public @Nullable ReaderConflictException conflict() {
		return this.conflict;
	}

	@Override
	public StreamPosition start(MappedSegment segment, StreamPosition otherwise) {
		return position().in(segment.identity(), segment.countIfIntact());
	}

	@Override
	public int generation(MappedSegment segment) {
		Attachment<?> before = this.returned;
		if (before == null) {
			return 0;
		}
		return before.identity().isSame(segment.identity()) ? before.generation() : before.generation() + 1;
	}

	@Override
	public void begin(CurrentAttachment<?> reader, Attachment<?> next) {
		// looked up while its segment is open
		next.identity();
		if (this.user == reader) {
			this.read = next;
			if (this.options.doneByCaller()) {
				begin(reader.now(), next);
			}
			else {
				move(next, next.ring().cursor(), next.ring().carried());
			}
		}
	}

	/** What was read before is not done by that: a successor must count it. */
	private synchronized void begin(@Nullable Attachment<?> before, Attachment<?> next) {
		this.begun = next;
		if (before != null) {
			// what is carried was not read
			leave(before, before.ring().cursor() + next.ring().carried() - before.ring().carried());
		}
	}

	private synchronized void leave(Attachment<?> segment, long end) {
		this.left.add(segment, end);
		store(kept());
	}

	@Override
	public void asked(CurrentAttachment<?> reader) {
		requireUsedBy(reader);
		// of a reader that is closed meanwhile: what it read last
		Attachment<?> now = reader.now();
		if (now != null && now != this.read) {
			this.read = now;
		}
		if (!this.options.doneByCaller()) {
			readSoFar(this.read);
		}
	}

	/** All that was read is done. */
	private void readSoFar(@Nullable Attachment<?> current) {
		if (current == null) {
			return;
		}
		long cursor = current.ring().cursor();
		long owed = current.ring().carried();
		if (current != this.attachment || owed != this.position.owed()) {
			move(current, cursor, owed);
		}
		else if (cursor != this.sequence) {
			advance(cursor);
		}
	}

	@Override
	public synchronized void done(StreamPosition done) {
		requireDoneByCaller();
		Attachment<?> segment = this.user.now();
		if (segment == null || !segment.identity().isSame(done.segment())) {
			segment = this.left.find((left) -> left.identity().isSame(done.segment())).orElse(null);
		}
		if (segment == null) {
			return;
		}
		long come = comeTo(segment);
		if (done.sequence() > come) {
			throw notRead("What lies before sample " + done.sequence(), come);
		}
		doneBefore(segment, done.sequence(), done.owed());
	}

	@Override
	public synchronized void done(@Nullable Integer generation, long done) {
		requireDoneByCaller();
		Attachment<?> segment = this.user.now();
		if (generation != null && (segment == null || segment.generation() != generation)) {
			segment = this.left.find((left) -> left.generation() == generation).orElse(null);
		}
		if (segment == null) {
			return;
		}
		long come = comeTo(segment);
		if (done < 0 || done >= come) {
			throw notRead("Sample " + done, come);
		}
		doneBefore(segment, done + 1, 0);
	}

	private IllegalArgumentException notRead(String what, long come) {
		return new IllegalArgumentException(
				what + " was not read by " + this.name + ", and cannot be done: it has come to " + come);
	}

	private void doneBefore(Attachment<?> segment, long sequence, long owed) {
		boolean here = segment.identity().isSame(this.position.segment());
		if (here && sequence < this.sequence) {
			return;
		}
		long rest = (here && sequence == this.sequence) ? Math.min(owed, this.position.owed()) : owed;
		if (segment != this.attachment || !this.left.isEmpty() || rest < this.position.owed()) {
			move(segment, sequence, rest);
		}
		else if (sequence > this.sequence) {
			advance(sequence);
		}
	}

	private void requireDoneByCaller() {
		if (!this.options.doneByCaller()) {
			throw new IllegalStateException("A sample of " + this.name + " is done when the next one is asked for: "
					+ "open it with doneByCaller() to say so instead");
		}
	}

	/** What a subscription delivered may be done later, though the reader went back. */
	private long comeTo(Attachment<?> current) {
		Attachment<?> before = this.returned;
		long cursor = current.ring().cursor();
		return (before != null && before.generation() == current.generation())
				? Math.max(cursor, before.ring().cursor()) : cursor;
	}

	private synchronized void move(Attachment<?> to, long cursor, long owed) {
		this.attachment = to;
		this.position = new StreamPosition(to.identity(), cursor, owed);
		this.sequence = cursor;
		this.left.doneBefore(to);
		store(kept());
	}

	private void store(StreamPosition place) {
		PositionFile kept = this.file;
		if (kept != null && !this.lost) {
			try {
				kept.move(place);
			}
			catch (InternalError | IllegalStateException ex) {
				lost(ex);
			}
		}
	}

	private void advance(long cursor) {
		this.sequence = cursor;
		PositionFile kept = this.file;
		if (kept != null && !this.lost) {
			try {
				kept.advance(cursor);
			}
			catch (InternalError | IllegalStateException ex) {
				lost(ex);
			}
		}
	}

	/** A reader that was closed meanwhile says so by itself. */
	private void lost(Throwable fault) {
		if (!this.owner.isClosed()) {
			this.lost = true;
			logger.warn("The position of {} cannot be kept: {}. It reads on; after a restart it does not go on where "
					+ "it stopped", this.name, fault.getMessage());
		}
	}

	@Override
	public synchronized StreamPosition position() {
		StreamPosition kept = kept();
		Attachment<?> last = this.begun;
		return (last != null) ? kept.in(last.identity(), Long.MAX_VALUE) : kept;
	}

	@Override
	public synchronized StreamPosition kept() {
		StreamPosition done = new StreamPosition(this.position.segment(), this.sequence, 0);
		return new StreamPosition(done.segment(), this.sequence, this.position.owed() + this.left.owed(done));
	}

	@Override
	public <F extends CurrentAttachment<?>> F lend(CurrentAttachment<?> lender, Supplier<F> fork) {
		lender.cursor().enter(this.name.buffer());
		try {
			asked(lender);
			F borrower = fork.get();
			this.user = borrower;
			return borrower;
		}
		finally {
			lender.cursor().exit();
		}
	}

	@Override
	public void takeBack(CurrentAttachment<?> lender) {
		if (this.user != lender) {
			this.returned = this.read;
			try {
				lender.goBack();
			}
			finally {
				// what it read and was not done is not the lender's to call done
				this.read = null;
				this.user = lender;
			}
		}
	}

	private void requireUsedBy(CurrentAttachment<?> reader) {
		if (this.user != reader) {
			throw new IllegalStateException("A subscription reads under the identity of " + this.name
					+ ". Close it first, or read with a fork, which has none");
		}
	}

	@Override
	public void closing(CurrentAttachment<?> reader) {
		if (reader == this.owner && reader.now() != null) {
			// what a thread gets that is reading now is not done
			reader.cursor().moveOn(() -> {
				if (reader == this.user) {
					asked(reader);
					Attachment<?> last = this.read;
					if (last != null && last.isLeftNow()) {
						// no other reader can come back to it
						leave(last, last.count());
					}
				}
				return true;
			});
		}
	}

	@Override
	public synchronized void closed(CurrentAttachment<?> reader) {
		if (reader == this.owner) {
			this.ended = true;
			PositionFile kept = this.file;
			if (kept != null) {
				this.file = null;
				kept.close();
			}
		}
	}

	@Override
	public String toString() {
		return this.name.toString();
	}

}
