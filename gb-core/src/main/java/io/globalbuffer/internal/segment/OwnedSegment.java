// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.layout.SlotLayout;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.Passage;
import io.globalbuffer.internal.os.ProcessFiles;
import io.globalbuffer.internal.os.SegmentFiles;
import io.globalbuffer.internal.ring.RingWriter;
import io.globalbuffer.internal.ring.SlotFields;
import io.globalbuffer.internal.wake.Waker;

/**
 * A segment that this process writes. Says so in the segment, by pid, heartbeat and
 * incarnation, and takes it back when it closes. For one thread at a time, but for the
 * stamps, which are single stores.
 */
public final class OwnedSegment implements AutoCloseable {

	/** What this process writes, to tell itself from a dead process of the same id. */
	private static final Set<Object> WRITTEN_HERE = ConcurrentHashMap.newKeySet();

	private final MappedSegment segment;

	private final MemorySegment memory;

	private final boolean locked;

	private final @Nullable Waker waker;

	/** Whether no process has written it before. */
	private final boolean created;

	/** Random, so that a writer that was taken over notices. */
	private final long incarnation = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);

	/** What this writer says of itself, in feature bits. */
	private volatile int features;

	/** Absent unless there was a segment before. */
	private @Nullable FormerWriter formerWriter;

	private volatile boolean signedIn;

	private volatile boolean stampedClosed;

	private OwnedSegment(MappedSegment segment, boolean locked, boolean created) {
		this.segment = segment;
		this.memory = segment.memory();
		this.locked = locked;
		this.created = created;
		this.waker = NativeCalls.system().futex().map((futex) -> new Waker(this.memory, futex)).orElse(null);
		this.features = (locked ? ExtensionLayout.FEATURE_WRITER_LOCK : 0)
				| ((this.waker != null) ? ExtensionLayout.FEATURE_WAKES : 0);
	}

	/**
	 * Finishes a new segment, whose header is stored.
	 * @param segment the segment
	 * @param locked whether this process holds the writer's lock
	 * @return the segment as its writer has it
	 */
	static OwnedSegment finish(MappedSegment segment, boolean locked) {
		OwnedSegment owned = new OwnedSegment(segment, locked, true);
		owned.signIn(Instant.now());
		owned.publishSegment();
		return owned;
	}

	/**
	 * Takes over a segment whose writer has gone. Of several processes that try at once
	 * without a lock only one succeeds, since only one changes the heartbeat that all
	 * have seen.
	 * @param segment the segment; closed if this fails
	 * @param seenHeartbeat the heartbeat by which the old writer was judged
	 * @param locked whether this process holds the writer's lock
	 * @param created when it was created
	 * @param givesSchema whether the segment has no schema yet and is given that of its
	 * header
	 * @return the segment as its new writer has it; {@code null} if another was faster
	 */
	static @Nullable OwnedSegment takeOver(MappedSegment segment, long seenHeartbeat, boolean locked, Instant created,
			boolean givesSchema) {
		OwnedSegment owned = new OwnedSegment(segment, locked, false);
		boolean taken = false;
		try {
			if (owned.claim(seenHeartbeat)) {
				long pid = segment.writerPid();
				owned.clearIncarnation();
				owned.rollForward();
				owned.formerWriter = FormerWriter.of(segment, pid);
				if (givesSchema) {
					segment.header().giveSchema(owned.memory);
				}
				owned.signIn(created);
				owned.wakeReaders();
				taken = true;
			}
			MemoryFaults.surface();
			return taken ? owned : null;
		}
		catch (InternalError ex) {
			taken = false;
			throw segment.lost(ex);
		}
		finally {
			if (!taken) {
				owned.close();
			}
		}
	}

	private boolean claim(long seenHeartbeat) {
		if (!this.locked) {
			// first: its lock is free, and would prove the claimant dead
			SegmentClaim.disownLock(this.memory);
		}
		return SegmentClaim.claim(this.memory, seenHeartbeat, HeartbeatClock.stamp(HeaderLayout.HEARTBEAT_NEVER));
	}

	private void clearIncarnation() {
		SegmentFields.setLongRelease(this.memory, ExtensionLayout.INCARNATION_OFFSET, ExtensionLayout.NO_INCARNATION);
	}

	/**
	 * A writer that died between its slot's even lock and the count has written that
	 * sample. A lock of zero is that of a slot never used, or one that has wrapped
	 * around: the sequence tells them apart, but for the very first sample.
	 */
	private void rollForward() {
		RingGeometry geometry = this.segment.geometry();
		long count = this.segment.count();
		long slot = geometry.slotOffset(count);
		int lock = SegmentFields.getIntAcquire(this.memory, slot + SlotLayout.LOCK_OFFSET);
		boolean stable = (lock & 1) == 0 && (lock != 0 || count > 0);
		if (stable && SegmentFields.getLongOpaque(this.memory, slot + SlotLayout.SEQUENCE_OFFSET) == count) {
			SegmentFields.setLongRelease(this.memory, HeaderLayout.COUNT_OFFSET, count + 1);
		}
	}

	private void signIn(Instant created) {
		this.signedIn = true;
		WRITTEN_HERE.add(key(this.segment.path(), this.segment.facts()));
		SegmentFields.setLongOpaque(this.memory, HeaderLayout.WRITER_PID_OFFSET, ProcessHandle.current().pid());
		stamp();
		SegmentFields.setLong(this.memory, ExtensionLayout.START_TIME_OFFSET, ProcessFiles.ownStartTime());
		// exactly: a reader that goes on where it stopped knows the segment by it
		SegmentFields.setLong(this.memory, ExtensionLayout.CREATION_TIME_OFFSET,
				Duration.between(Instant.EPOCH, created).toNanos());
		SegmentFields.setLong(this.memory, ExtensionLayout.PID_NAMESPACE_OFFSET, ProcessFiles.ownPidNamespace());
		publishIncarnation();
	}

	private void wakeReaders() {
		if (this.waker != null) {
			this.waker.takenOver();
		}
	}

	private void publishIncarnation() {
		SegmentFields.setLongRelease(this.memory, ExtensionLayout.INCARNATION_OFFSET, this.incarnation);
		SegmentFields.setIntRelease(this.memory, ExtensionLayout.MAGIC_OFFSET, ExtensionLayout.MAGIC);
	}

	/** The magic last, since Python readers look at nothing else. */
	private void publishSegment() {
		SegmentFields.setIntRelease(this.memory, HeaderLayout.MAGIC_OFFSET, HeaderLayout.MAGIC);
	}

	/** Notes that this segment has taken the place of another. */
	void replaces(AbandonedFile old) {
		this.formerWriter = FormerWriter.of(old);
	}

	/**
	 * Who wrote before, in this segment or the one in its place.
	 * @return the writer before; empty if there was no segment
	 */
	public Optional<FormerWriter> formerWriter() {
		return Optional.ofNullable(this.formerWriter);
	}

	/**
	 * The segment itself.
	 * @return the segment, writable; closed with this
	 */
	public MappedSegment segment() {
		return this.segment;
	}

	/**
	 * Returns the ring, which goes on where the segment's count stands.
	 * @param fields what to store beside payloads; {@code null} for nothing
	 * @param owner the thread that writes it, see {@link Passage}
	 * @return what writes it, one thread at a time
	 */
	public RingWriter ring(@Nullable SlotFields fields, long owner) {
		try {
			if (fields != null) {
				declare(ExtensionLayout.FEATURE_SLOT_FIELDS);
			}
			RingWriter ring = new RingWriter(this.memory, this.segment.geometry(), this.incarnation, fields, this.waker,
					this.segment.passages().open(owner));
			MemoryFaults.surface();
			return ring;
		}
		catch (InternalError ex) {
			throw this.segment.lost(ex);
		}
	}

	/**
	 * Stamps the writer's heartbeat.
	 */
	public void stamp() {
		storeFeatures();
		SegmentFields.setLongRelease(this.memory, HeaderLayout.HEARTBEAT_OFFSET,
				HeartbeatClock.stamp(this.segment.heartbeat()));
	}

	/** Declares that a background thread stamps. */
	void declareBackgroundHeartbeat() {
		declare(ExtensionLayout.FEATURE_BACKGROUND_HEARTBEAT);
	}

	private void declare(int feature) {
		this.features |= feature;
		storeFeatures();
	}

	/**
	 * Again and again: a successor that had no lock, and was slower, may have taken
	 * something back.
	 */
	private void storeFeatures() {
		if (SegmentFields.getIntOpaque(this.memory, ExtensionLayout.FEATURES_OFFSET) != this.features) {
			SegmentFields.setIntOpaque(this.memory, ExtensionLayout.FEATURES_OFFSET, this.features);
		}
	}

	/** Not any more, if another process has taken the segment over. */
	boolean isOurs() {
		return SegmentFields.getLongOpaque(this.memory, ExtensionLayout.INCARNATION_OFFSET) == this.incarnation;
	}

	/**
	 * Looks whether the file was truncated, and notes it: where another process has made
	 * it longer again no access tells, and what is gone looks like another writer's.
	 */
	public void lookForLoss() {
		this.segment.nameState(SegmentFiles.facts(this.segment.path()).orElse(null));
	}

	/**
	 * Removes the segment's name, also after this was closed, unless it leads to another
	 * segment or another writer has taken this one over.
	 * @return whether it was removed
	 */
	boolean unlink() {
		WriterUnlink unlink = new WriterUnlink(this.segment.path(), this.segment.facts(), this.incarnation);
		return this.signedIn ? unlink.ofOpen() : unlink.ofClosed(this.stampedClosed);
	}

	/**
	 * States that the writer has gone: stale by either clock, and the data still there.
	 */
	void stampClosed() {
		// first, so that it does not undo the claim of a successor in this process
		signOut();
		this.stampedClosed = true;
		SegmentFields.setLongRelease(this.memory, HeaderLayout.HEARTBEAT_OFFSET, HeaderLayout.HEARTBEAT_CLOSED);
	}

	/**
	 * Closes the segment for a writer that could not be opened: the name of one that was
	 * created for it goes, one that was taken over is left as by a writer that closed.
	 */
	public void takeBack() {
		try {
			if (this.created) {
				unlink();
			}
			if (isOurs()) {
				stampClosed();
			}
			MemoryFaults.surface();
		}
		catch (InternalError ex) {
			throw this.segment.lost(ex);
		}
		finally {
			close();
		}
	}

	/**
	 * Unmaps the segment and frees the lock.
	 */
	@Override
	public void close() {
		signOut();
		this.segment.close();
	}

	/** What the lock says of the writer; this one knows its own. */
	LockState writerLock() {
		return this.locked ? LockState.HELD : this.segment.writerLock();
	}

	/** Whether a handle of this process writes a file. */
	static boolean isWrittenHere(Path path, FileFacts facts) {
		return WRITTEN_HERE.contains(key(path, facts));
	}

	private void signOut() {
		if (this.signedIn) {
			this.signedIn = false;
			WRITTEN_HERE.remove(key(this.segment.path(), this.segment.facts()));
		}
	}

	private static Object key(Path path, FileFacts facts) {
		return Objects.requireNonNullElse(facts.key(), path);
	}

}
