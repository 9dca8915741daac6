package io.globalbuffer.internal.segment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.internal.os.SharedMemory;

/**
 * Looks after one handle's segment in the background: samples its count, notices when its
 * name leads elsewhere, and stamps it if it is the writer's. Safe for use by many
 * threads.
 */
public final class SegmentWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SegmentWatch.class);

	private static final long NAME_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private final MappedSegment segment;

	private final CountSampler sampler;

	private final boolean writer;

	private final List<Future<?>> tasks = new ArrayList<>();

	private volatile NameState nameState = NameState.HERE;

	private volatile long lastLookAtName = System.nanoTime();

	private boolean unlinked;

	private boolean closed;

	private SegmentWatch(MappedSegment segment, CountSampler sampler, boolean writer) {
		this.segment = segment;
		this.sampler = sampler;
		this.writer = writer;
		this.tasks.add(Heartbeats.every(segment.path(), Heartbeats.INTERVAL, this::sample));
	}

	/**
	 * Watches a reader's segment.
	 * @param segment the segment
	 * @param sampler adds up its count
	 * @return the watch
	 */
	public static SegmentWatch ofReader(MappedSegment segment, CountSampler sampler) {
		return new SegmentWatch(segment, sampler, false);
	}

	/**
	 * Watches a writer's segment.
	 * @param segment the segment
	 * @param sampler adds up its count
	 * @param heartbeatInterval how often to stamp it; zero for never
	 * @return the watch
	 */
	public static SegmentWatch ofWriter(MappedSegment segment, CountSampler sampler, Duration heartbeatInterval) {
		SegmentWatch watch = new SegmentWatch(segment, sampler, true);
		if (!heartbeatInterval.isZero()) {
			watch.tasks.add(Heartbeats.every(segment.path(), heartbeatInterval, watch::stamp));
		}
		return watch;
	}

	/**
	 * Where the segment's name leads, as last seen.
	 * @return not older than half a second
	 */
	public NameState nameState() {
		return this.nameState;
	}

	/**
	 * Looks where the segment's name leads, unless that was done a moment ago. For a
	 * reader that waits: the sooner it follows, the less it loses.
	 */
	public void lookAtName() {
		if (System.nanoTime() - this.lastLookAtName >= NAME_INTERVAL_NANOS) {
			look();
		}
	}

	/**
	 * What the segment says now.
	 * @return the facts
	 * @throws IllegalStateException if the watch is closed
	 */
	public synchronized SegmentFacts facts() {
		if (this.closed) {
			throw new IllegalStateException("Already closed");
		}
		long count = this.segment.count();
		return new SegmentFacts(count, this.sampler.total(count), this.segment.heartbeat(), this.segment.writerPid(),
				this.nameState, this.sampler.stillFor(), this.segment.geometry().slotsEnd());
	}

	/**
	 * Removes the segment's name, if it still leads to it.
	 */
	public synchronized void unlink() {
		if (this.segment.nameState() == NameState.HERE) {
			this.unlinked = true;
			SharedMemory.unlink(this.segment.path());
		}
	}

	/**
	 * Stamps the segment now.
	 * @throws IllegalStateException if the watch is closed
	 */
	public synchronized void heartbeat() {
		if (this.closed) {
			throw new IllegalStateException("Already closed");
		}
		if (isOurs()) {
			this.segment.stamp();
		}
	}

	/**
	 * Ends the watch, and a writer's stamps with the one that says so. When this returns
	 * the background thread does not touch the segment any more.
	 */
	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.tasks.forEach((task) -> task.cancel(false));
		this.sampler.total(this.segment.count());
		if (this.writer && isOurs()) {
			this.segment.stampClosed();
		}
	}

	private synchronized void stamp() {
		if (!this.closed && isOurs()) {
			this.segment.stamp();
		}
	}

	/** Not any more, if another process has taken the segment over. */
	private boolean isOurs() {
		return this.segment.writerPid() == ProcessHandle.current().pid();
	}

	private synchronized void sample() {
		if (!this.closed) {
			this.sampler.sample(this.segment.count());
			look();
		}
	}

	private synchronized void look() {
		if (this.closed) {
			return;
		}
		this.lastLookAtName = System.nanoTime();
		NameState before = this.nameState;
		try {
			this.nameState = this.segment.nameState();
		}
		catch (GlobalBufferException ex) {
			// the directory may be out of reach for a while: as last seen till then
			logger.debug("Looking at a segment's name again later", ex);
			return;
		}
		if (this.writer && !this.unlinked && before == NameState.HERE && this.nameState != NameState.HERE) {
			logger.warn("Somebody removed the name of segment {}, which this process writes. Attached readers still "
					+ "receive it, new ones cannot find it; close the writer and create the buffer again to mend that",
					this.segment.path());
		}
	}

}
