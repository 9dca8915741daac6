package io.globalbuffer.internal.segment;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.globalbuffer.exception.BufferNotFoundException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.layout.SlotLayout;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.ProcessState;
import io.globalbuffer.schema.BufferLayout;

/**
 * Makes this process the writer of a segment whose writer has gone: closed cleanly, or
 * its process is absent, its stamp is older than two seconds, and neither count nor
 * heartbeat moved for two seconds. A live writer in another pid namespace that is silent
 * and stamps less often than that cannot be told from a dead one.
 */
final class TakeOver {

	private static final long PROOF_NANOS = TimeUnit.SECONDS.toNanos(2);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private final MappedSegment segment;

	/** Since when count and heartbeat have not moved, as far as seen. */
	private long stillSince = System.nanoTime();

	private long count;

	private long heartbeat;

	/** Whether somebody wrote or stamped while this process looked on. */
	private boolean moved;

	private TakeOver(MappedSegment segment) {
		this.segment = segment;
		this.count = segment.count();
		this.heartbeat = segment.heartbeat();
	}

	/**
	 * Takes a segment over.
	 * @param path its file
	 * @param layout what it must hold
	 * @param timeout how long to wait for a writer that is just stopping
	 * @return the segment, writable, with this process as its writer; empty if it
	 * vanished
	 * @throws SchemaMismatchException if it holds something else
	 * @throws WriterConflictException if its writer is there, or may be
	 */
	static Optional<MappedSegment> of(Path path, BufferLayout layout, Duration timeout) {
		MappedSegment segment;
		try {
			segment = SegmentOpener.open(path, FileChannel.MapMode.READ_WRITE);
		}
		catch (BufferNotFoundException ex) {
			return Optional.empty();
		}
		try {
			if (!segment.layout().equals(layout)) {
				throw new SchemaMismatchException("Segment " + path + " holds " + segment.layout().describe()
						+ ", which is not " + layout.describe()
						+ ". Correct the declaration, or unlink the segment if nobody needs it");
			}
			if (!new TakeOver(segment).run(timeout)) {
				segment.close();
				return Optional.empty();
			}
			rollForward(segment);
			return Optional.of(segment);
		}
		catch (RuntimeException | Error ex) {
			segment.close();
			throw ex;
		}
	}

	private boolean run(Duration timeout) {
		long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
		while (true) {
			if (this.segment.nameState() != NameState.HERE) {
				return false;
			}
			look();
			Optional<String> objection = objection();
			if (objection.isEmpty()) {
				if (this.heartbeat == HeaderLayout.HEARTBEAT_CLOSED || isStill()) {
					if (this.segment.claim(this.heartbeat)) {
						return true;
					}
					continue;
				}
			}
			else if (System.nanoTime() - deadline >= 0) {
				throw new WriterConflictException(
						"Segment " + this.segment.path() + " cannot be taken over: " + objection.get());
			}
			LockSupport.parkNanos(PAUSE_NANOS);
			if (Thread.currentThread().isInterrupted()) {
				throw new GlobalBufferException(
						"Interrupted while waiting for the writer of segment " + this.segment.path() + " to stop");
			}
		}
	}

	private void look() {
		long count = this.segment.count();
		long heartbeat = this.segment.heartbeat();
		if (count != this.count || heartbeat != this.heartbeat) {
			this.count = count;
			this.heartbeat = heartbeat;
			this.stillSince = System.nanoTime();
			this.moved = true;
		}
	}

	private boolean isStill() {
		return System.nanoTime() - this.stillSince >= PROOF_NANOS;
	}

	/** Why the old writer may still be there; empty if nothing speaks for it. */
	private Optional<String> objection() {
		if (this.heartbeat == HeaderLayout.HEARTBEAT_CLOSED) {
			return Optional.empty();
		}
		long pid = this.segment.writerPid();
		long age = HeartbeatClock.ageNanos(this.heartbeat);
		String writer = "process " + Long.toUnsignedString(pid) + " (last heartbeat "
				+ TimeUnit.NANOSECONDS.toMillis(age) + " ms ago)";
		return switch (processState(pid)) {
			case EXISTS -> Optional.of("its writer, " + writer + ", is running. Stop that process first");
			case UNKNOWN -> Optional.of("whether its writer, " + writer
					+ ", still exists cannot be told. Allow native access, or unlink the segment if it is gone");
			case ABSENT -> (age >= PROOF_NANOS && (!this.moved || isStill())) ? Optional.empty() : Optional
				.of("its writer, " + writer
						+ ", has only just gone silent, or runs in another pid namespace. Allow a longer take-over timeout");
		};
	}

	private ProcessState processState(long pid) {
		if (pid == ProcessHandle.current().pid()) {
			// unless this process writes it, its namesake did, as in a container that was
			// started again
			return this.segment.isWrittenHere() ? ProcessState.EXISTS : ProcessState.ABSENT;
		}
		return NativeCalls.system().processState(pid);
	}

	/**
	 * A writer that died between its slot's even lock and the count has written that
	 * sample.
	 */
	private static void rollForward(MappedSegment segment) {
		RingGeometry geometry = segment.geometry();
		long count = segment.count();
		long slot = geometry.slotOffset(count);
		int lock = SegmentFields.getIntAcquire(segment.memory(), slot + SlotLayout.LOCK_OFFSET);
		boolean stable = lock != 0 && (lock & 1) == 0;
		if (stable && SegmentFields.getLongOpaque(segment.memory(), slot + SlotLayout.SEQUENCE_OFFSET) == count) {
			SegmentFields.setLongRelease(segment.memory(), HeaderLayout.COUNT_OFFSET, count + 1);
		}
	}

}
