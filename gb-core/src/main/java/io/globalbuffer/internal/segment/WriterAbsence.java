// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.os.ProcessState;
import io.globalbuffer.internal.os.SegmentFiles;

/**
 * Proves that the writer of a segment has gone. It closed cleanly; or it held a lock,
 * which the kernel has freed; or no process on this machine has the file open for
 * writing, which the kernel says by granting a lease. Where a reader that maps the
 * segment writable, as Python's do, stands against the lease, the writer can only be
 * presumed dead: its process is absent, its stamp is older than two seconds, and neither
 * count nor heartbeat moved for two seconds. A live writer in another pid namespace that
 * is silent and stamps less often than that looks the same.
 */
final class WriterAbsence {

	private static final Logger logger = LoggerFactory.getLogger(WriterAbsence.class);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	/**
	 * Between its last stamp and the freeing of its lock a closing writer does little.
	 */
	private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Path path;

	private final OpenFile file;

	private final FileFacts facts;

	private final boolean presumedDead;

	private final boolean locking;

	private final long start = System.nanoTime();

	private FirstPages pages;

	private WriterEvidence evidence;

	/** Since when count and heartbeat have not moved, as far as seen. */
	private long stillSince = System.nanoTime();

	/** Whether it was written or stamped while this process looked on. */
	private boolean moved;

	/** Whether only time is missing to the presumption. */
	private boolean waitingForStillness;

	private boolean announced;

	/**
	 * Prepares to prove it.
	 * @param path the segment's name
	 * @param file the segment, opened for reading only
	 * @param facts which file it is
	 * @param presumedDead whether a writer may be taken for gone that only seems to be
	 * @param locking whether the writer's lock must be free to be taken, too
	 */
	WriterAbsence(Path path, OpenFile file, FileFacts facts, boolean presumedDead, boolean locking) throws IOException {
		this.path = path;
		this.file = file;
		this.facts = facts;
		this.presumedDead = presumedDead;
		this.locking = locking;
		Grant asked = WriterLock.ask(file);
		this.pages = FirstPages.read(file);
		this.evidence = WriterEvidence.of(path, facts, asked, this.pages, Duration.ZERO);
	}

	/**
	 * Waits until the writer has gone.
	 * @param deadline until when, in nanoseconds of the system's timer; what only needs
	 * some time to be certain is awaited beyond it
	 * @return {@code false} if the name leads elsewhere by now
	 * @throws WriterConflictException if the writer is there, or may be
	 * @throws GlobalBufferException if the thread is interrupted
	 */
	boolean await(long deadline) throws IOException {
		while (true) {
			if (SegmentFiles.facts(this.path).filter(this.facts::isSameFile).isEmpty()) {
				return false;
			}
			look();
			Optional<String> objection = objection();
			if (objection.isEmpty()) {
				return true;
			}
			long now = System.nanoTime();
			boolean closing = this.evidence.isClosed() && now - this.start < CLOSING_NANOS;
			if (now - deadline >= 0 && !this.waitingForStillness && !closing) {
				throw new WriterConflictException("Segment " + this.path + " is not free: " + objection.get(),
						isThisProcess(), isCertain());
			}
			announce(objection.get(), deadline - now);
			// not by Pause: an interrupt ends this wait
			LockSupport.parkNanos(PAUSE_NANOS);
			if (Thread.currentThread().isInterrupted()) {
				throw new GlobalBufferException(
						"Interrupted while waiting for the writer of segment " + this.path + " to stop");
			}
		}
	}

	/** Once: a start that says nothing for seconds looks as if it hung. */
	private void announce(String objection, long remaining) {
		if (!this.announced && remaining > 0) {
			this.announced = true;
			logger.info("Waiting up to {} ms for segment {}: {}", TimeUnit.NANOSECONDS.toMillis(remaining), this.path,
					objection);
		}
	}

	/** What the segment said when its writer was judged. */
	FirstPages pages() {
		return this.pages;
	}

	private void look() throws IOException {
		FirstPages before = this.pages;
		// first: what is read under a free lock is the last word of who held it
		Grant asked = WriterLock.ask(this.file);
		this.pages = FirstPages.read(this.file);
		long now = System.nanoTime();
		if (this.pages.count() != before.count() || this.pages.heartbeat() != before.heartbeat()) {
			this.stillSince = now;
			this.moved = true;
		}
		this.evidence = WriterEvidence.of(this.path, this.facts, asked, this.pages,
				Duration.ofNanos(now - this.stillSince));
	}

	/** Why the old writer may still be there; empty if it is certain that it is not. */
	private Optional<String> objection() {
		this.waitingForStillness = false;
		if (this.evidence.isWrittenHere()) {
			return Optional.of("its writer is this very process, " + writer()
					+ ". Close the writer that it has, or go on with that one");
		}
		if (this.evidence.lock() == LockState.HELD) {
			return Optional.of(held());
		}
		if (this.evidence.isClosed() || this.evidence.lock() == LockState.LEFT) {
			return objectionToLock();
		}
		Grant unwritten = this.file.unwritten();
		if (unwritten == Grant.GRANTED) {
			return objectionToLock();
		}
		return switch (this.evidence.process()) {
			case EXISTS -> Optional.of("its writer, " + writer() + ", is running. Stop that process first");
			case UNKNOWN -> Optional.of("whether its writer, " + writer()
					+ ", still exists cannot be told. Allow native access, or unlink the segment if it is gone");
			case ABSENT -> presumption(unwritten);
		};
	}

	private String held() {
		if (this.evidence.isClosed()) {
			return "its writer, " + writer() + ", has closed it, but its lock is held still: that one is just closing, "
					+ "or another process is just taking it over. Try again, or allow a longer take-over timeout";
		}
		if (isThisProcess()) {
			return "its writer is this very process, " + writer() + ", in another of its class loaders. Close it there "
					+ "first";
		}
		if (this.evidence.isOwnPid()) {
			return "its writer, " + writer() + ", holds its lock. That is this process's own number: the writer is in "
					+ "another container. Close it there first";
		}
		return "its writer, " + writer()
				+ ", or a process that is just taking it over, holds its lock. Stop that process first";
	}

	/** Whether the writer is this very process, in any class loader. */
	private boolean isThisProcess() {
		return this.evidence.isWrittenHere()
				|| (this.evidence.lock() == LockState.HELD && this.pages.isSignedByThisProcess());
	}

	/** Whether the writer is there, and not only what hides that it has gone. */
	private boolean isCertain() {
		return switch (this.evidence.lock()) {
			case HELD -> true;
			case LEFT -> false;
			default -> !this.evidence.isClosed() && this.evidence.process() == ProcessState.EXISTS;
		};
	}

	private Optional<String> presumption(Grant unwritten) {
		if (!this.presumedDead) {
			String reason = (unwritten == Grant.REFUSED)
					? "some process has the segment open for writing: a Python reader, or a writer in another pid "
							+ "namespace; or the segment is another user's. Close that one; or, if"
					: "nothing proves on this file system that no process has the segment open for writing. If";
			return Optional.of("its writer, " + writer() + ", is not to be seen, but " + reason
					+ " you know that the writer is dead, open with TAKE_OVER_PRESUMED_DEAD, or unlink the segment");
		}
		if (!this.evidence.isStale() || (this.moved && !this.evidence.isStill())) {
			return Optional.of("its writer, " + writer() + ", has only just gone silent, or runs in another pid "
					+ "namespace. Allow a longer take-over timeout");
		}
		this.waitingForStillness = !this.evidence.hasStoodStill();
		return this.waitingForStillness ? Optional.of("its writer, " + writer() + ", is not dead for long enough")
				: objectionToLock();
	}

	/** What stands against the lock of a writer that has gone, if it is to be taken. */
	private Optional<String> objectionToLock() {
		return (this.locking && WriterLock.isObstructed(this.file))
				? Optional.of("its writer has gone, but some process holds a lock on the writer's bytes: a shared one, "
						+ "for which it need only be allowed to read, or it is just taking the segment over. The "
						+ "system does not say which process: see who has the file open (fuser -v " + this.path
						+ ") and end it, or replace the segment (onExisting)")
				: Optional.empty();
	}

	private String writer() {
		String process = "process " + Long.toUnsignedString(this.evidence.pid());
		return this.evidence.isStamped()
				? process + " (last heartbeat " + this.evidence.heartbeatAge().toMillis() + " ms ago)" : process;
	}

}
