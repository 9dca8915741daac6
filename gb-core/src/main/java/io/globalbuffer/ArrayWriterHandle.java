// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.ArrayCopier;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.payload.ArrayPayloads;
import io.globalbuffer.internal.payload.RevocableMemory;
import io.globalbuffer.internal.ring.PublishClock;
import io.globalbuffer.internal.ring.RingWriter;
import io.globalbuffer.internal.segment.OwnedSegment;
import io.globalbuffer.schema.ArraySpec;

/**
 * Writes an array stream.
 *
 * @param <A> the Java array type
 */
final class ArrayWriterHandle<A> extends WriterHandle<A> implements ArrayWriter<A> {

	private final ArraySpec<A> spec;

	private final ArrayPayloads<A> payloads;

	private final long byteSize;

	private final ArrayCopier<A> copier;

	private final SlotReservation reservation = new SlotReservation();

	ArrayWriterHandle(WriterOptions options, ArraySpec<A> spec, OwnedSegment owned) {
		super(options, owned);
		this.spec = spec;
		this.payloads = new ArrayPayloads<>(options.name(), spec, segment().geometry());
		this.copier = ArrayCopier.of(spec.dtype().arrayType());
		this.byteSize = spec.byteSize();
	}

	@Override
	public ArraySpec<A> spec() {
		return this.spec;
	}

	@Override
	long write(A value, long publishTime) {
		long sequence = RingWriter.REFUSED;
		if (isPlain()) {
			access().enter();
			try {
				sequence = ring().write(this.copier, value);
				MemoryFaults.surface();
			}
			catch (RuntimeException | Error ex) {
				throw meaning(ex);
			}
			finally {
				access().exit();
			}
		}
		// what is not as usual
		return (sequence >= 0) ? sequence : writeFrom(given(value), publishTime);
	}

	@Override
	public long write(MemorySegment sample) {
		return writeFrom(given(sample), PublishClock.AT_PUBLICATION);
	}

	@Override
	public long write(Buffer sample) {
		return writeFrom(given(sample), PublishClock.AT_PUBLICATION);
	}

	@Override
	public long writeBytes(byte[] sample) {
		return write(MemorySegment.ofArray(Objects.requireNonNull(sample, "The bytes to write cannot be null")));
	}

	private long writeFrom(Object source, long publishTime) {
		this.payloads.checkSource(source);
		long payload = begin(publishTime);
		try {
			if (this.describer != null && this.describer.isChecked() && this.payloads.takesPieces(source)) {
				this.describer.fields().copyIn(this.payloads, source, this.byteSize, segment().memory(), payload);
			}
			else {
				this.payloads.copyIn(source, segment().memory(), payload);
			}
		}
		catch (RuntimeException | Error ex) {
			throw aborted(ex);
		}
		return commit(this.byteSize);
	}

	private static <V> V given(V sample) {
		return Objects.requireNonNull(sample, "The sample to write cannot be null");
	}

	@Override
	public Reservation reserve() {
		long payload = begin(PublishClock.AT_PUBLICATION);
		try {
			this.reservation.begin(payload);
		}
		catch (RuntimeException | Error ex) {
			throw aborted(ex);
		}
		return this.reservation;
	}

	@Override
	boolean isReserved() {
		return this.reservation.isOpen();
	}

	@Override
	void abortOwnReservation() {
		if (this.reservation.isOwn()) {
			this.reservation.abort();
		}
	}

	/**
	 * The writer's one reservation, used again and again.
	 */
	private final class SlotReservation implements Reservation {

		private static final long NONE = 0;

		/** Where the payload of an open reservation lies. */
		private long payload;

		/** The thread that reserved last: stored only when it is another one. */
		private @Nullable Thread owner;

		/**
		 * The id of the thread that has an open reservation, or {@link #NONE}. What a
		 * thread has stored here itself it sees, whatever others do meanwhile: none takes
		 * another one's reservation for its own.
		 */
		private long holder = NONE;

		private @Nullable RevocableMemory revocable;

		void begin(long payload) {
			Thread current = Thread.currentThread();
			if (!current.equals(this.owner)) {
				this.owner = current;
			}
			if (this.revocable != null) {
				// of a thread that has ended: no other can close it
				this.revocable = null;
			}
			this.payload = payload;
			this.holder = current.threadId();
		}

		/** Of a thread that is not known yet it is, too. */
		boolean isOpen() {
			long holder = this.holder;
			Thread owner = this.owner;
			return holder != NONE && (owner == null || owner.threadId() != holder || owner.isAlive());
		}

		boolean isOwn() {
			return this.holder == Thread.currentThread().threadId();
		}

		@Override
		public MemorySegment segment() {
			if (!isOwn()) {
				throw over();
			}
			return ArrayWriterHandle.this.payloads.slice(ArrayWriterHandle.this.segment().memory(), this.payload);
		}

		@Override
		public MemorySegment revocable() {
			MemorySegment slot = segment();
			RevocableMemory revocable = this.revocable;
			if (revocable == null) {
				revocable = new RevocableMemory(slot.byteSize());
				this.revocable = revocable;
			}
			return revocable.memory();
		}

		@Override
		public long commit() {
			surfaceFaults();
			if (!isOwn()) {
				throw over();
			}
			try {
				complete();
			}
			catch (RuntimeException | Error ex) {
				throw aborted(ex);
			}
			return ArrayWriterHandle.this.commit(ArrayWriterHandle.this.byteSize);
		}

		/** Ends the reservation with its payload in the slot. */
		private void complete() {
			try {
				if (this.revocable != null) {
					segment().copyFrom(this.revocable.memory());
				}
			}
			finally {
				end();
			}
		}

		@Override
		public void abort() {
			if (this.holder == NONE) {
				return;
			}
			surfaceFaults();
			if (isOwn()) {
				try {
					end();
				}
				finally {
					ArrayWriterHandle.this.abort();
				}
			}
		}

		@Override
		public void close() {
			abort();
		}

		/**
		 * Lets a fault of what the application stored surface where the slot can still be
		 * given back.
		 */
		private void surfaceFaults() {
			try {
				MemoryFaults.surface();
			}
			catch (InternalError ex) {
				if (isOwn()) {
					end();
					throw aborted(ex);
				}
				throw ex;
			}
		}

		private void end() {
			RevocableMemory revocable = this.revocable;
			this.holder = NONE;
			if (revocable != null) {
				this.revocable = null;
				revocable.close();
			}
		}

		private IllegalStateException over() {
			return new IllegalStateException(
					"This reservation of buffer '" + name() + (access().isClosed() ? "' is over: the writer is closed"
							: "' is over, or another thread's. Reserve again, and use it in the thread that reserved"));
		}

	}

}
