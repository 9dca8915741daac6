package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.os.ProcessState;
import io.globalbuffer.internal.os.SharedMemory;

/**
 * Proves that the writer of a segment has gone. It closed cleanly; or it held a lock,
 * which the kernel has freed; or nobody on this machine has the file open for writing,
 * which the kernel says by granting a lease. Where a reader that maps the segment
 * writable, as Python's do, stands against the lease, the writer can only be presumed
 * dead: its process is absent, its stamp is older than two seconds, and neither count nor
 * heartbeat moved for two seconds. A live writer in another pid namespace that is silent
 * and stamps less often than that looks the same.
 */
final class WriterProof {

	private static final Logger logger = LoggerFactory.getLogger(WriterProof.class);

	private static final long STILL_NANOS = HeartbeatClock.STILL.toNanos();

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	/**
	 * Between its last stamp and the freeing of its lock a closing writer does little.
	 */
	private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Path path;

	private final OpenFile file;

	private final FileFacts facts;

	private final boolean presumedDead;

	private final long start = System.nanoTime();

	private FirstPages pages;

	private Grant lock = Grant.UNSUPPORTED;

	/** Since when count and heartbeat have not moved, as far as seen. */
	private long stillSince = System.nanoTime();

	/** Whether somebody wrote or stamped while this process looked on. */
	private boolean moved;

	/** Whether only time is missing to the presumption. */
	private boolean waitingForStillness;

	private boolean announced;

	WriterProof(Path path, OpenFile file, FileFacts facts, boolean presumedDead) throws IOException {
		this.path = path;
		this.file = file;
		this.facts = facts;
		this.presumedDead = presumedDead;
		this.pages = FirstPages.read(file);
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
			if (SharedMemory.facts(this.path).filter(this.facts::isSameFile).isEmpty()) {
				return false;
			}
			look();
			Optional<String> objection = objection();
			if (objection.isEmpty()) {
				return true;
			}
			long now = System.nanoTime();
			boolean closing = isClosed() && now - this.start < CLOSING_NANOS;
			if (now - deadline >= 0 && !this.waitingForStillness && !closing) {
				throw new WriterConflictException("Segment " + this.path + " is not free: " + objection.get());
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

	private long heartbeat() {
		return this.pages.heartbeat();
	}

	private void look() throws IOException {
		FirstPages before = this.pages;
		// first: what is read under a free lock is the last word of who held it
		this.lock = WriterLock.ask(this.file);
		this.pages = FirstPages.read(this.file);
		if (this.pages.count() != before.count() || this.pages.heartbeat() != before.heartbeat()) {
			this.stillSince = System.nanoTime();
			this.moved = true;
		}
	}

	/** Why the old writer may still be there; empty if it is certain that it is not. */
	private Optional<String> objection() {
		this.waitingForStillness = false;
		Grant lock = WriterLock.verdict(this.lock, this.pages);
		if (lock == Grant.REFUSED) {
			return Optional.of("its writer, " + writer()
					+ ", or a process that is just taking it over, holds its lock. Stop that process first");
		}
		if (isClosed() || lock == Grant.GRANTED || this.file.unwritten() == Grant.GRANTED) {
			return Optional.empty();
		}
		return switch (processState()) {
			case EXISTS -> Optional.of("its writer, " + writer() + ", is running. Stop that process first");
			case UNKNOWN -> Optional.of("whether its writer, " + writer()
					+ ", still exists cannot be told. Allow native access, or unlink the segment if it is gone");
			case ABSENT -> presumption();
		};
	}

	private Optional<String> presumption() {
		if (!this.presumedDead) {
			return Optional.of("its writer, " + writer() + ", is not to be seen, but some process has the segment open "
					+ "for writing: a Python reader, or a writer in another pid namespace; or the segment is another "
					+ "user's. Close that one; or, if you "
					+ "know that the writer is dead, open with TAKE_OVER_PRESUMED_DEAD, or unlink the segment");
		}
		if (HeartbeatClock.ageNanos(heartbeat()) < STILL_NANOS || (this.moved && !isStill())) {
			return Optional.of("its writer, " + writer() + ", has only just gone silent, or runs in another pid "
					+ "namespace. Allow a longer take-over timeout");
		}
		this.waitingForStillness = !isStill();
		return this.waitingForStillness ? Optional.of("its writer, " + writer() + ", is not dead for long enough")
				: Optional.empty();
	}

	private ProcessState processState() {
		long pid = this.pages.writerPid();
		ProcessState state = NativeCalls.system().processState(pid, this.facts.inode());
		if (state != ProcessState.UNKNOWN && pid == ProcessHandle.current().pid()) {
			// unless this process writes it, its namesake did, as in a container that was
			// started again
			return WrittenSegment.isWrittenHere(this.path, this.facts) ? ProcessState.EXISTS : ProcessState.ABSENT;
		}
		return state;
	}

	private boolean isClosed() {
		return heartbeat() == HeaderLayout.HEARTBEAT_CLOSED;
	}

	private boolean isStill() {
		return System.nanoTime() - this.stillSince >= STILL_NANOS;
	}

	private String writer() {
		String process = "process " + Long.toUnsignedString(this.pages.writerPid());
		return isClosed() ? process : process + " (last heartbeat "
				+ TimeUnit.NANOSECONDS.toMillis(HeartbeatClock.ageNanos(heartbeat())) + " ms ago)";
	}

}
