// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.payload;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.Buffer;
import java.nio.ByteOrder;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.ArrayCopier;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.os.BiasedLock;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.ring.PayloadChecksum;
import io.globalbuffer.internal.ring.RingReader;
import io.globalbuffer.internal.ring.StraightReads;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * Copies samples of an array stream from and into memory of callers: the array of the
 * element type, a {@link MemorySegment} of the sample's bytes, or the rest of a
 * {@link Buffer}; into many of them at once, and into functions that want to see a sample
 * in its slot. Safe for use by many threads.
 *
 * @param <A> the Java array type
 */
public final class ArrayPayloads<A> implements Payloads<Object>, PayloadChecksum.Source<Object> {

	private final String buffer;

	private final SampleMemory<A> memory;

	private final DType<A> dtype;

	private final ArrayCopier<A> copier;

	private final int length;

	private final long byteSize;

	private final int valueSize;

	private final SlotSlices slices;

	/**
	 * Copies samples of one segment.
	 * @param buffer the buffer's name, for messages
	 * @param spec what each sample is
	 * @param geometry where the segment's slots lie
	 */
	public ArrayPayloads(String buffer, ArraySpec<A> spec, RingGeometry geometry) {
		this.buffer = buffer;
		this.memory = new SampleMemory<>(buffer, spec);
		this.dtype = spec.dtype();
		this.copier = ArrayCopier.of(this.dtype.arrayType());
		this.length = spec.length();
		this.byteSize = spec.byteSize();
		this.valueSize = this.dtype.itemSize() / this.dtype.valuesPerElement();
		this.slices = new SlotSlices(geometry);
	}

	/**
	 * Memory for many samples, which are filled one after the other. For the thread that
	 * holds the cursor.
	 */
	public static final class Batch {

		private @Nullable Object memory;

		private int samples;

		private int capacity;

		/**
		 * Starts with the first sample.
		 * @param memory what the samples go into
		 */
		public void begin(Object memory) {
			this.memory = memory;
			this.samples = 0;
		}

		/**
		 * Counts a sample.
		 * @return whether there is room for another
		 */
		public boolean proceed() {
			this.samples++;
			return this.samples < this.capacity;
		}

		/**
		 * Returns how many samples there are.
		 * @return their number
		 */
		public int samples() {
			return this.samples;
		}

		/** Lets go of the memory. */
		public void end() {
			this.memory = null;
		}

		private Object memory() {
			return Objects.requireNonNull(this.memory);
		}

	}

	/**
	 * A sample in its slot.
	 * @param memory the segment
	 * @param offset where the payload starts
	 * @return its memory
	 */
	public MemorySegment slice(MemorySegment memory, long offset) {
		return this.slices.of(memory, offset);
	}

	/**
	 * Copies the sample a caller wants to write.
	 * @param source the sample, which has been checked
	 * @param memory the segment
	 * @param offset where the payload starts
	 * @throws IllegalArgumentException if memory of the source was taken away
	 */
	public void copyIn(Object source, MemorySegment memory, long offset) {
		if (source.getClass() == this.dtype.arrayType()) {
			this.dtype.copyIn(array(source), memory, offset);
			return;
		}
		try {
			copyInMemory(source, memory, offset);
			MemoryFaults.surface();
		}
		catch (InternalError ex) {
			throw callersFault(memory, offset, ex);
		}
	}

	private void copyInMemory(Object source, MemorySegment memory, long offset) {
		if (source instanceof MemorySegment segment) {
			MemorySegment.copy(segment, 0, memory, offset, this.byteSize);
		}
		else {
			Buffer elements = (Buffer) source;
			ValueLayout layout = this.memory.layout(elements);
			// not what remains by now, lest a limit that another thread moves reaches the
			// next slot
			MemorySegment.copy(MemorySegment.ofBuffer(elements), layout, 0, memory,
					layout.withOrder(ByteOrder.LITTLE_ENDIAN), offset, this.byteSize / layout.byteSize());
		}
	}

	/**
	 * Returns what reads samples into arrays in a straight line.
	 * @param ring reads them
	 * @param cursor the lock of its cursor
	 * @return the reads; {@code null} if a sample may be another one than such an array
	 */
	public @Nullable StraightReads<A> straight(RingReader<?> ring, BiasedLock cursor) {
		return StraightReads.of(ring, cursor, this.copier, this.length);
	}

	@Override
	public void copy(MemorySegment memory, long offset, long length, Object target) {
		if (target.getClass() == this.dtype.arrayType()) {
			this.dtype.copyOut(memory, offset, array(target), 0, this.length);
		}
		else if (target instanceof SampleView view) {
			view.look(slice(memory, offset));
		}
		else if (target instanceof Batch batch) {
			copyOut(memory, offset, batch.memory(), batch.samples);
		}
		else {
			copyOut(memory, offset, target, 0);
		}
	}

	@Override
	public void copyPieceIn(Object source, long from, MemorySegment piece, int bytes) {
		this.dtype.copyIn(array(source), (int) (from / this.valueSize), bytes / this.valueSize, piece, 0);
	}

	/** Arrays do. */
	@Override
	public boolean takesPieces(Object target) {
		Object memory = (target instanceof Batch batch) ? batch.memory() : target;
		return memory.getClass() == this.dtype.arrayType();
	}

	@Override
	public void copyPiece(MemorySegment piece, int bytes, Object target, long from) {
		int start = (int) (from / this.valueSize);
		if (target instanceof Batch batch) {
			this.dtype.copyOut(piece, 0, array(batch.memory()), batch.samples * this.length + start,
					bytes / this.valueSize);
		}
		else {
			this.dtype.copyOut(piece, 0, array(target), start, bytes / this.valueSize);
		}
	}

	private void copyOut(MemorySegment memory, long offset, Object target, int index) {
		if (target.getClass() == this.dtype.arrayType()) {
			this.dtype.copyOut(memory, offset, array(target), index * this.length, this.length);
			return;
		}
		try {
			copyOutMemory(memory, offset, target, index * this.byteSize);
			MemoryFaults.surface();
		}
		catch (InternalError ex) {
			throw callersFault(memory, offset, ex);
		}
	}

	private void copyOutMemory(MemorySegment memory, long offset, Object target, long targetOffset) {
		if (target instanceof MemorySegment segment) {
			MemorySegment.copy(memory, offset, segment, targetOffset, this.byteSize);
		}
		else {
			Buffer elements = (Buffer) target;
			ValueLayout layout = this.memory.layout(elements);
			MemorySegment.copy(memory, layout.withOrder(ByteOrder.LITTLE_ENDIAN), offset,
					MemorySegment.ofBuffer(elements), layout, targetOffset, this.byteSize / layout.byteSize());
		}
	}

	/**
	 * What a fault means, unless it arises here once more: then it is the segment's.
	 * @throws InternalError if memory of the segment was taken away
	 */
	private IllegalArgumentException callersFault(MemorySegment memory, long offset, InternalError fault) {
		MemoryFaults.touch(memory.asSlice(offset, this.byteSize));
		MemoryFaults.surface();
		return new IllegalArgumentException(
				"The memory given for a sample of buffer '" + this.buffer
						+ "' was taken away: is it a mapped file that was truncated? The buffer is not affected",
				fault);
	}

	/**
	 * Checks what a caller wants written.
	 * @param source the sample
	 * @throws IllegalArgumentException if it is not exactly one sample
	 */
	public void checkSource(Object source) {
		this.memory.checkSource(source);
	}

	@Override
	public Object newTarget() {
		return this.dtype.newArray(this.length);
	}

	@Override
	public void checkTarget(Object target) {
		if (target instanceof SampleView) {
			return;
		}
		if (target instanceof Batch batch) {
			batch.capacity = this.memory.capacity(batch.memory());
			return;
		}
		this.memory.checkTarget(target);
	}

	@SuppressWarnings("unchecked")
	private A array(Object memory) {
		return (A) memory;
	}

}
