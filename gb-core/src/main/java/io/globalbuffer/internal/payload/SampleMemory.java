// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.payload;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * Which memory of callers samples of an array stream come from and go into: an array of
 * the element type, a {@link MemorySegment}, or the rest of a {@link Buffer}, of exactly
 * the size. Immutable.
 *
 * @param <A> the Java array type
 */
final class SampleMemory<A> {

	private final String buffer;

	private final ArraySpec<A> spec;

	private final DType<A> dtype;

	private final int length;

	private final long byteSize;

	/**
	 * Judges memory for samples of a stream.
	 * @param buffer the buffer's name, for messages
	 * @param spec what each sample is
	 */
	SampleMemory(String buffer, ArraySpec<A> spec) {
		this.buffer = buffer;
		this.spec = spec;
		this.dtype = spec.dtype();
		this.length = spec.length();
		this.byteSize = spec.byteSize();
	}

	/**
	 * Checks what a caller wants written.
	 * @param source the sample
	 * @throws IllegalArgumentException if it is not exactly one sample
	 */
	void checkSource(Object source) {
		if (!isKind(source) || size(source) != sampleSize(source)) {
			throw new IllegalArgumentException("A sample of buffer '" + this.buffer + "' is " + this.spec
					+ ": it is written from " + wanted(source) + ", not from " + describe(source, size(source)));
		}
	}

	/**
	 * Checks what a caller wants a sample copied into.
	 * @param target the memory
	 * @throws IllegalArgumentException if it is not for exactly one sample, or cannot be
	 * written
	 */
	void checkTarget(Object target) {
		if (!isKind(target) || size(target) != sampleSize(target)) {
			throw new IllegalArgumentException("A sample of buffer '" + this.buffer + "' is " + this.spec
					+ ": it goes into " + wanted(target) + ", not into " + describe(target, size(target)));
		}
		checkWritable(target);
	}

	/**
	 * Checks what a caller wants many samples copied into.
	 * @param target the memory
	 * @return how many fit
	 * @throws IllegalArgumentException if it is not for a whole number of them, or cannot
	 * be written
	 */
	int capacity(Object target) {
		long one = isKind(target) ? sampleSize(target) : 0;
		if (one == 0 || size(target) == 0 || size(target) % one != 0) {
			throw new IllegalArgumentException("A sample of buffer '" + this.buffer + "' is " + this.spec
					+ ": a batch goes into a whole number of " + wanted(target) + ", not into "
					+ describe(target, size(target)));
		}
		checkWritable(target);
		return (int) Math.min(size(target) / one, Integer.MAX_VALUE);
	}

	private void checkWritable(Object target) {
		boolean readOnly = (target instanceof MemorySegment segment && segment.isReadOnly())
				|| (target instanceof Buffer elements && elements.isReadOnly());
		if (readOnly) {
			throw new IllegalArgumentException(
					"A sample of buffer '" + this.buffer + "' cannot be read into memory that is read-only");
		}
	}

	/** Whether samples of this element type go into such memory at all. */
	private boolean isKind(Object memory) {
		return memory.getClass() == this.dtype.arrayType() || memory instanceof MemorySegment
				|| memory instanceof ByteBuffer
				|| (memory instanceof Buffer elements && elementType(elements) == this.dtype.arrayType());
	}

	/** In values of an array or typed buffer, in bytes of other memory. */
	private long size(Object memory) {
		return switch (memory) {
			case MemorySegment segment -> segment.byteSize();
			case Buffer elements -> elements.remaining();
			default -> Array.getLength(memory);
		};
	}

	private long sampleSize(Object memory) {
		return (memory instanceof MemorySegment || memory instanceof ByteBuffer) ? this.byteSize : this.length;
	}

	/**
	 * In which order and size a buffer's elements lie: bytes of a byte buffer go as they
	 * are, other elements have an order.
	 * @param elements the buffer
	 * @return the layout of an element
	 */
	ValueLayout layout(Buffer elements) {
		return (elements instanceof ByteBuffer) ? ValueLayout.JAVA_BYTE : this.dtype.layout(order(elements));
	}

	private static ByteOrder order(Buffer elements) {
		return switch (elements) {
			case ShortBuffer shorts -> shorts.order();
			case IntBuffer ints -> ints.order();
			case LongBuffer longs -> longs.order();
			case FloatBuffer floats -> floats.order();
			case DoubleBuffer doubles -> doubles.order();
			default -> ByteOrder.LITTLE_ENDIAN;
		};
	}

	private static Class<?> elementType(Buffer elements) {
		return switch (elements) {
			case ByteBuffer _ -> byte[].class;
			case ShortBuffer _ -> short[].class;
			case IntBuffer _ -> int[].class;
			case LongBuffer _ -> long[].class;
			case FloatBuffer _ -> float[].class;
			case DoubleBuffer _ -> double[].class;
			case CharBuffer _ -> char[].class;
		};
	}

	/** What would do, of the sort that was given. */
	private String wanted(Object given) {
		return switch (given) {
			case MemorySegment _ -> "a MemorySegment of " + this.byteSize + " bytes";
			case ByteBuffer _ -> "a ByteBuffer with " + this.byteSize + " bytes remaining";
			default -> "a " + this.dtype.arrayType().componentType() + "[" + this.length + "]";
		};
	}

	private static String describe(Object given, long size) {
		return switch (given) {
			case MemorySegment _ -> "one of " + size;
			case ByteBuffer _ -> "one with " + size;
			case Buffer elements ->
				"a buffer of " + elementType(elements).componentType() + " with " + size + " remaining";
			default -> "a " + given.getClass().componentType() + "[" + size + "]";
		};
	}

}
