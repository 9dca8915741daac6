// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.ProcessLook;
import io.globalbuffer.internal.os.ProcessState;

/**
 * What one look at a segment shows of its writer. A writer is judged by this: the states
 * of readers, writers and listings, and the proof before a take-over.
 *
 * @param path the segment's file
 * @param file which file that is
 * @param lock what the writer's lock says
 * @param heartbeat the heartbeat field, read after the lock was asked for
 * @param pid the pid field
 * @param stillFor how long its count has been seen standing still
 */
public record WriterEvidence(Path path, FileFacts file, LockState lock, long heartbeat, long pid, Duration stillFor) {

	static WriterEvidence of(Path path, FileFacts file, Grant askedForLock, FirstPages pages, Duration stillFor) {
		return new WriterEvidence(path, file, WriterLock.state(askedForLock, pages.isWrittenUnderLock()),
				pages.heartbeat(), pages.writerPid(), stillFor);
	}

	/** Of a file that says nothing. */
	static WriterEvidence none(Path path, FileFacts file) {
		return new WriterEvidence(path, file, LockState.SILENT, HeaderLayout.HEARTBEAT_NEVER, 0, Duration.ZERO);
	}

	/**
	 * Whether the writer closed the buffer cleanly.
	 * @return {@code true} if its last act says so
	 */
	public boolean isClosed() {
		return this.heartbeat == HeaderLayout.HEARTBEAT_CLOSED;
	}

	/**
	 * Whether the heartbeat is a time at all.
	 * @return {@code false} if the writer never stamped, or closed
	 */
	public boolean isStamped() {
		return HeartbeatClock.isStamp(this.heartbeat);
	}

	/**
	 * Returns how old the last stamp is.
	 * @return the age; negative if the stamp lies in the future
	 */
	public Duration heartbeatAge() {
		return Duration.ofNanos(HeartbeatClock.ageNanos(this.heartbeat));
	}

	/**
	 * Returns when the last stamp was made.
	 * @return the moment; it may lie in the future
	 */
	public Instant lastHeartbeat() {
		return HeartbeatClock.moment(this.heartbeat);
	}

	/**
	 * Whether the last stamp says that the writer lives.
	 * @param timeout how old it may be
	 * @return {@code false} also if there is none, or its clock was set back since
	 */
	public boolean isFresh(Duration timeout) {
		return HeartbeatClock.isFresh(this.heartbeat, timeout);
	}

	/**
	 * Whether nothing has been heard of the writer for long enough to presume it dead, if
	 * its process is absent.
	 * @return {@code true} if stamp and count have both stood still
	 */
	public boolean hasStoodStill() {
		return isStale() && isStill();
	}

	/** Whether the last stamp is old enough for that. */
	boolean isStale() {
		return isStamped() && !isFresh(HeartbeatClock.STILL);
	}

	/** Whether the count has stood still for long enough for that. */
	boolean isStill() {
		return this.stillFor.compareTo(HeartbeatClock.STILL) >= 0;
	}

	/**
	 * Whether the process exists that left its id in the segment and can write to it.
	 * This process's own id says nothing unless it writes the segment: a namesake did, in
	 * a container that was started again, or in another one.
	 * @return the state now
	 */
	public ProcessState process() {
		return process(NativeCalls.system().process(this.pid));
	}

	/**
	 * The same, for monitors, as it was seen a moment ago: one look serves all segments
	 * of a process.
	 * @return the state
	 */
	public ProcessState processSeen() {
		return process(SeenProcesses.BY_MONITORS.look(this.pid));
	}

	private ProcessState process(ProcessLook look) {
		ProcessState state = look.state(this.file.inode());
		if (state == ProcessState.UNKNOWN || !isOwnPid()) {
			return state;
		}
		return isWrittenHere() ? ProcessState.EXISTS : ProcessState.ABSENT;
	}

	/** Whether the writer is this very process. */
	boolean isWrittenHere() {
		return isOwnPid() && OwnedSegment.isWrittenHere(this.path, this.file);
	}

	/** Whether the writer has the number that this process has, wherever. */
	boolean isOwnPid() {
		return this.pid == ProcessHandle.current().pid();
	}

	/** The same, where the count was seen standing still for longer. */
	WriterEvidence stillFor(Duration still) {
		return new WriterEvidence(this.path, this.file, this.lock, this.heartbeat, this.pid, still);
	}

}
