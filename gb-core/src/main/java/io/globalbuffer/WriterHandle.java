// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.os.Passage;
import io.globalbuffer.internal.ring.PublishClock;
import io.globalbuffer.internal.ring.RingWriter;
import io.globalbuffer.internal.segment.CountSampler;
import io.globalbuffer.internal.segment.MappedSegment;
import io.globalbuffer.internal.segment.OwnedSegment;
import io.globalbuffer.internal.segment.SegmentWatch;
import io.globalbuffer.schema.BufferLayout;

/**
 * What writers of arrays and of messages share: one segment, one ring, one thread at a
 * time.
 *
 * @param <T> the type of a sample
 */
abstract class WriterHandle<T> implements BufferWriter<T> {

	private static final Logger logger = LoggerFactory.getLogger(BufferWriter.class);

	private final String name;

	private final OwnedSegment owned;

	private final MappedSegment segment;

	private final RingWriter ring;

	/** Absent for a writer that says nothing of its samples. */
	final @Nullable SampleDescriber describer;

	private final SegmentWatch watch;

	private final CountSampler sampler = new CountSampler();

	private final boolean stampEachWrite;

	private final Duration livenessTimeout;

	private final WriterAccess access;

	WriterHandle(WriterOptions options, OwnedSegment owned) {
		this.name = options.name();
		this.owned = owned;
		this.segment = owned.segment();
		this.describer = SampleDescriber.of(options);
		this.ring = owned.ring((this.describer != null) ? this.describer.fields() : null,
				options.confined() ? Thread.currentThread().threadId() : Passage.ANY_THREAD);
		this.livenessTimeout = options.livenessTimeout();
		this.stampEachWrite = options.heartbeatInterval().isZero();
		this.access = new WriterAccess(this.name, this.segment.passages(), this.ring,
				options.confined() ? null : new WriterGuard(this.name, options.reservationTimeout(), this::isReserved),
				this::isReserved);
		long count = this.segment.countIfIntact();
		this.sampler.begin(count, count);
		this.watch = SegmentWatch.ofWriter(owned, this.sampler, options.heartbeatInterval());
	}

	/**
	 * Has the segment looked after from now on. Last: a writer that fails to open leaves
	 * nothing behind that looks at it.
	 * @throws GlobalBufferException if the system has no room for the threads that do
	 */
	final void start() {
		this.watch.start();
	}

	@Override
	public final long write(T value) {
		return write(value, PublishClock.AT_PUBLICATION);
	}

	@Override
	public final long write(T value, Instant writtenAt) {
		if (this.describer == null || !this.describer.isTimed()) {
			throw new IllegalStateException("The writer of buffer '" + this.name
					+ "' stores no publish times, and so none that is given: ask its builder for publishTime()");
		}
		return write(value, PublishClock.of(writtenAt));
	}

	/** Publishes one sample, at a time as {@link PublishClock} has it. */
	abstract long write(T value, long publishTime);

	/**
	 * Lets the calling thread in and takes a slot. {@link #commit} or {@link #abort} must
	 * follow.
	 * @param publishTime when the sample is published, as {@link PublishClock} has it
	 * @return where the slot's payload lies
	 */
	final long begin(long publishTime) {
		// first: what it throws must not find a slot taken
		TraceContext trace = (this.describer != null) ? this.describer.currentTrace() : null;
		this.access.enter();
		try {
			long payload = this.ring.begin();
			// not later, where other threads would not be let in again
			MemoryFaults.surface();
			if (payload == RingWriter.REFUSED) {
				payload = beginAnew();
			}
			if (payload == RingWriter.CONFLICT) {
				throw conflict();
			}
			if (this.describer != null) {
				this.describer.describe(trace, publishTime);
			}
			return payload;
		}
		catch (RuntimeException | Error ex) {
			this.access.exit();
			throw meaning(ex);
		}
	}

	/** Takes a slot where that was refused, if the reason can be removed. */
	private long beginAnew() {
		this.access.handOver();
		this.access.requireOpen();
		// first: a slot that was lost on the way looks like an open reservation
		this.segment.requireIntact();
		if (this.ring.isWriting()) {
			reclaimSlot();
		}
		long payload = this.ring.begin();
		MemoryFaults.surface();
		if (payload == RingWriter.REFUSED) {
			this.segment.requireIntact();
			throw this.access.usedByTwo();
		}
		return payload;
	}

	/**
	 * Gives back a slot that is taken though no thread holds a reservation: an error,
	 * such as one for want of stack, came between taking it and giving it back.
	 */
	private void reclaimSlot() {
		if (isReserved()) {
			throw new IllegalStateException("A reservation of buffer '" + this.name
					+ "' is open. Commit or close it before the next write or reservation");
		}
		this.ring.abort();
	}

	final long commit(long length) {
		try {
			// refused once this writer is closed: a successor may have the segment
			long sequence = this.ring.commit(length);
			if (this.stampEachWrite && sequence != RingWriter.CONFLICT) {
				this.owned.stamp();
			}
			// a fault of any access since the slot was taken; a count that is gone looks
			// like another writer's
			MemoryFaults.surface();
			if (sequence == RingWriter.CONFLICT) {
				throw conflict();
			}
			return sequence;
		}
		catch (RuntimeException | Error ex) {
			throw meaning(ex);
		}
		finally {
			this.access.exit();
		}
	}

	final void abort() {
		try {
			if (!this.access.isClosed()) {
				this.ring.abort();
				MemoryFaults.surface();
			}
		}
		catch (InternalError ex) {
			throw this.segment.lost(ex);
		}
		catch (IllegalStateException ex) {
			if (!this.access.isClosed()) {
				throw ex;
			}
		}
		finally {
			this.access.exit();
		}
	}

	/**
	 * Gives back the slot whose payload could not be written.
	 * @param failure why
	 * @return what to throw
	 */
	final RuntimeException aborted(Throwable failure) {
		abort();
		return meaning(failure);
	}

	/**
	 * Returns what a failure means: memory of the segment was taken away, or another
	 * thread closed this writer, which would not wait any longer, and unmapped it.
	 * @param failure what was thrown
	 * @return what to throw; an error that means nothing else is thrown
	 */
	final RuntimeException meaning(Throwable failure) {
		if (failure instanceof InternalError fault) {
			return this.segment.lost(fault);
		}
		if (failure instanceof Error error) {
			throw error;
		}
		return meaning((RuntimeException) failure);
	}

	private RuntimeException meaning(RuntimeException failure) {
		if (failure instanceof IllegalStateException && this.access.isClosed()) {
			return this.access.closedException();
		}
		return (failure instanceof Passage.BarredException) ? this.access.usedByTwo() : failure;
	}

	/** Whether a thread that can still end it holds a reservation. */
	abstract boolean isReserved();

	/** Whether a sample is its payload, and nothing has to be done beside. */
	final boolean isPlain() {
		return this.describer == null && !this.stampEachWrite;
	}

	final WriterAccess access() {
		return this.access;
	}

	final RingWriter ring() {
		return this.ring;
	}

	final MappedSegment segment() {
		return this.segment;
	}

	/** Ends a reservation that the calling thread holds, before the writer closes. */
	abstract void abortOwnReservation();

	@Override
	public final void heartbeat() {
		try {
			this.watch.heartbeat();
		}
		catch (IllegalStateException ex) {
			throw this.access.closedException();
		}
	}

	@Override
	public final void unlink() {
		this.watch.unlink();
	}

	@Override
	public final Optional<Predecessor> predecessor() {
		return this.owned.formerWriter()
			.map((former) -> new Predecessor(former.pid(), former.sequence(), former.replaced()));
	}

	@Override
	public final String name() {
		return this.name;
	}

	@Override
	public final Path path() {
		return this.segment.path();
	}

	@Override
	public final Optional<BufferLayout> layout() {
		return Optional.of(this.segment.layout());
	}

	@Override
	public final BufferStats stats() {
		try {
			return BufferStats.of(this.watch.facts(), this.sampler, this.segment.layout(), 0, this.livenessTimeout);
		}
		catch (IllegalStateException ex) {
			throw this.access.closedException();
		}
	}

	@Override
	public final boolean isLost() {
		return !this.access.isClosed() && this.segment.isLost();
	}

	@Override
	public final boolean isOpen() {
		return !this.access.isClosed();
	}

	@Override
	public final void close() {
		try {
			abortOwnReservation();
		}
		catch (BufferLostException ex) {
			logger.debug("Closing buffer '{}' under a reservation whose memory is gone", this.name, ex);
		}
		if (!this.access.close()) {
			return;
		}
		try {
			this.access.shut();
		}
		finally {
			try {
				this.watch.close();
			}
			finally {
				this.owned.close();
			}
		}
	}

	private WriterConflictException conflict() {
		this.owned.lookForLoss();
		this.segment.requireIntact();
		long pid = this.segment.writerPid();
		MemoryFaults.surface();
		// its own number says nothing: a process wrote that did not leave its own
		String other = (pid == ProcessHandle.current().pid()) ? "Another writer"
				: "Another process (" + Long.toUnsignedString(pid) + ")";
		return new WriterConflictException(other + " has taken over or written segment " + this.segment.path()
				+ ", which has one writer only. Nothing was published; close this writer");
	}

	@Override
	public String toString() {
		return "writer of buffer '" + this.name + "'";
	}

}
