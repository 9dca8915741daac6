// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.os.Passage;

/**
 * Looks after one handle's segment in the background: samples its count, notices when its
 * name leads elsewhere, and stamps it if it is the writer's. Safe for use by many
 * threads.
 */
public final class SegmentWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SegmentWatch.class);

	private final MappedSegment segment;

	private final CountSampler sampler;

	/** Absent for a reader's. */
	private final @Nullable OwnedSegment owned;

	private final List<BackgroundTask> tasks = new ArrayList<>();

	/**
	 * Held where the writer's heartbeat is stored, and never while anything is waited
	 * for, be it a file or a log: who holds the watch itself may do either. A fault is
	 * noted with it held, and said without.
	 */
	private final Object stamping = new Object();

	/** What else is looked after. */
	private volatile @Nullable Runnable companion;

	private final NameUse name;

	/** Of a reader, which is barred where the name leads elsewhere. */
	private final @Nullable Passage passage;

	/** Held while what was seen at the name is noted. */
	private final Object judging = new Object();

	/** The number of the look that was noted last. */
	private volatile long judged;

	private volatile NameState nameState = NameState.HERE;

	/** Whether a writer's segment had its name when that was last said. */
	private boolean named = true;

	private boolean unlinked;

	private boolean closed;

	private SegmentWatch(MappedSegment segment, CountSampler sampler, @Nullable OwnedSegment owned,
			@Nullable Passage passage) {
		this.segment = segment;
		this.sampler = sampler;
		this.passage = passage;
		this.owned = owned;
		this.name = new NameUse(segment.path(), this::judge);
		this.tasks.add(BackgroundThread.WATCH.task(segment.path(), BackgroundThread.INTERVAL, this::sample));
	}

	/**
	 * Watches a reader's segment, once it is started.
	 * @param segment the segment
	 * @param sampler adds up its count
	 * @param passage the reader's, barred while the name leads elsewhere
	 * @return the watch
	 */
	public static SegmentWatch ofReader(MappedSegment segment, CountSampler sampler, Passage passage) {
		return new SegmentWatch(segment, sampler, null, passage);
	}

	/**
	 * Watches a writer's segment, once it is started.
	 * @param segment the segment
	 * @param sampler adds up its count
	 * @param heartbeatInterval how often to stamp it; zero for never
	 * @return the watch
	 */
	public static SegmentWatch ofWriter(OwnedSegment segment, CountSampler sampler, Duration heartbeatInterval) {
		SegmentWatch watch = new SegmentWatch(segment.segment(), sampler, segment, null);
		if (!heartbeatInterval.isZero()) {
			watch.guarded(segment::declareBackgroundHeartbeat);
			watch.tasks.add(BackgroundThread.HEARTBEAT.task(watch.segment.path(), heartbeatInterval, watch::stamp));
		}
		return watch;
	}

	/**
	 * Starts watching.
	 * @throws GlobalBufferException if the system has no room for the threads that do
	 */
	public void start() {
		try {
			this.tasks.forEach(BackgroundTask::start);
			this.name.start();
		}
		catch (RuntimeException | Error ex) {
			end();
			throw ex;
		}
	}

	/**
	 * Has something else done each time the segment is looked after, until the watch is
	 * closed. What fails in it is reported as what fails here.
	 * @param companion what to do, before which the segment was looked at
	 */
	public void accompany(Runnable companion) {
		this.companion = companion;
	}

	/**
	 * Returns where the segment's name leads, as last seen.
	 * @return not older than half a second
	 */
	public NameState nameState() {
		return this.nameState;
	}

	/**
	 * Looks where the segment's name leads, unless that is known. For a reader that
	 * waits: the sooner it follows, the less it loses.
	 */
	public void lookAtName() {
		this.name.look();
		judge();
	}

	/**
	 * Returns where the count stood when it was looked at last.
	 * @return a count
	 */
	public long lastCount() {
		return this.sampler.lastCount();
	}

	/**
	 * Returns what the segment says now.
	 * @return the facts
	 * @throws IllegalStateException if the watch is closed
	 * @throws BufferLostException if memory of the segment was taken away
	 */
	public synchronized SegmentFacts facts() {
		requireOpen();
		this.segment.requireIntact();
		try {
			// first: a writer that closes says so before it frees its lock
			LockState lock = writerLock();
			long count = this.segment.count();
			long heartbeat = this.segment.heartbeat();
			long pid = this.segment.writerPid();
			MemoryFaults.surface();
			long total = this.sampler.total(count);
			WriterEvidence writer = new WriterEvidence(this.segment.path(), this.segment.facts(), lock, heartbeat, pid,
					this.sampler.stillFor());
			return new SegmentFacts(count, total, writer, this.nameState, this.segment.geometry().slotsEnd());
		}
		catch (InternalError ex) {
			throw this.segment.lost(ex);
		}
	}

	/**
	 * Removes the name of a writer's segment, also after the writer closed, if it still
	 * leads to the segment and no other writer has taken that over.
	 */
	public synchronized void unlink() {
		if (this.owned != null && this.owned.unlink()) {
			this.unlinked = true;
		}
	}

	/**
	 * Stamps the segment now.
	 * @throws IllegalStateException if the watch is closed
	 * @throws BufferLostException if memory of the segment was taken away
	 */
	public void heartbeat() {
		synchronized (this.stamping) {
			requireOpen();
			this.segment.requireIntact();
			noting(this::stampIfOurs);
		}
		this.segment.warnIfLost();
		this.segment.requireIntact();
	}

	/**
	 * Ends the watch, and a writer's stamps with the one that says so. When this returns
	 * the background threads do not touch the segment any more.
	 */
	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		end();
		guarded(() -> {
			this.sampler.total(this.segment.count());
			if (this.owned != null && this.owned.isOurs()) {
				this.owned.stampClosed();
			}
		});
	}

	/** No task touches the segment once this has returned. */
	private synchronized void end() {
		this.tasks.forEach(BackgroundTask::cancel);
		this.name.close();
		synchronized (this.stamping) {
			this.closed = true;
		}
	}

	private void stamp() {
		synchronized (this.stamping) {
			if (!this.closed) {
				noting(this::stampIfOurs);
			}
		}
	}

	/** Not any more, if another process has taken the segment over. */
	private void stampIfOurs() {
		if (this.owned != null && this.owned.isOurs()) {
			this.owned.stamp();
		}
	}

	private synchronized void sample() {
		if (!this.closed) {
			this.tasks.forEach(BackgroundTask::report);
			judge();
			guarded(() -> this.sampler.sample(this.segment.count()));
			this.segment.registryPage().look();
			Runnable companion = this.companion;
			if (companion != null) {
				companion.run();
			}
			warnIfUnlinked();
		}
	}

	/**
	 * Touches the segment, unless memory of it was taken away. A fault is this handle's
	 * own: it must not end what the same thread does for others.
	 */
	private void guarded(Runnable access) {
		noting(access);
		this.segment.warnIfLost();
	}

	private void noting(Runnable access) {
		if (this.segment.isLost()) {
			return;
		}
		try {
			access.run();
			MemoryFaults.surface();
		}
		catch (InternalError ex) {
			this.segment.note(ex);
		}
	}

	private LockState writerLock() {
		return (this.owned != null) ? this.owned.writerLock() : this.segment.writerLock();
	}

	private void requireOpen() {
		if (this.closed) {
			throw new IllegalStateException("Already closed");
		}
	}

	/** Notes what was seen at the name. Waits for nothing, be it a log. */
	private void judge() {
		NameLook seen = this.name.seen();
		if (seen != null && seen.number() != this.judged) {
			synchronized (this.judging) {
				// by now, perhaps, a later one was
				if (seen.number() > this.judged) {
					this.judged = seen.number();
					if (!seen.failed()) {
						note(this.segment.nameState(seen.facts()));
					}
				}
			}
		}
	}

	private void note(NameState state) {
		this.nameState = state;
		if (this.passage != null) {
			if (state == NameState.HERE) {
				this.passage.unbar(Passage.LEFT);
			}
			else {
				this.passage.bar(Passage.LEFT);
			}
		}
	}

	private void warnIfUnlinked() {
		boolean before = this.named;
		this.named = this.nameState == NameState.HERE;
		if (this.owned != null && !this.unlinked && before && !this.named) {
			logger.warn("The name of segment {}, which this process writes, was removed. Attached readers still "
					+ "receive it, new ones cannot find it; close the writer and create the buffer again to mend that",
					this.segment.path());
		}
	}

}
