// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.Sample;

/**
 * The read-only views in which a listener can receive an array.
 */
enum ArrayView {

	BYTES(ByteBuffer.class, byte[].class),

	SHORTS(ShortBuffer.class, short[].class),

	INTS(IntBuffer.class, int[].class),

	LONGS(LongBuffer.class, long[].class),

	FLOATS(FloatBuffer.class, float[].class),

	DOUBLES(DoubleBuffer.class, double[].class),

	MEMORY(MemorySegment.class, null);

	/** The arrays that carry samples. */
	static final Set<Class<?>> CARRIERS = Set.of(byte[].class, short[].class, int[].class, long[].class, float[].class,
			double[].class);

	private final Class<?> type;

	private final @Nullable Class<?> arrayType;

	ArrayView(Class<?> type, @Nullable Class<?> arrayType) {
		this.type = type;
		this.arrayType = arrayType;
	}

	static Optional<ArrayView> of(Class<?> type) {
		return Arrays.stream(values()).filter((view) -> view.type == type).findFirst();
	}

	/** The view that is a buffer of an array's elements. */
	static ArrayView bufferOf(Class<?> arrayType) {
		return Arrays.stream(values()).filter((view) -> view.arrayType == arrayType).findFirst().orElseThrow();
	}

	/** Whether arrays of a type can be seen in this way. */
	boolean isOf(Class<?> other) {
		return this.arrayType == null || this.arrayType == other;
	}

	/** The array that a buffer needs; none where any will do. */
	@Nullable Class<?> arrayType() {
		return this.arrayType;
	}

	Class<?> type() {
		return this.type;
	}

	String label() {
		return this.type.getSimpleName();
	}

	private Object wrap(Object array) {
		return (this == MEMORY) ? memory(array) : buffer(array);
	}

	/** The sample with a fresh view in place of its array, for one who looks at it. */
	Sample<?> show(Sample<?> sample) {
		return with(sample, wrap(sample.value()));
	}

	/** The sample with a view of a copy of its array, for one who looks at it later. */
	Sample<?> copy(Sample<?> sample) {
		return with(sample, wrap(copyOf(sample.value())));
	}

	/** A copy of an array that carries a sample. */
	static Object copyOf(Object array) {
		int length = Array.getLength(array);
		Object copy = Array.newInstance(array.getClass().getComponentType(), length);
		System.arraycopy(array, 0, copy, 0, length);
		return copy;
	}

	private static Sample<?> with(Sample<?> sample, Object view) {
		return new Sample<>(view, sample.sequence(), sample.missed(), sample.generation(), sample.origin());
	}

	private static Object buffer(Object array) {
		return switch (array) {
			case byte[] bytes -> ByteBuffer.wrap(bytes).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
			case short[] shorts -> ShortBuffer.wrap(shorts).asReadOnlyBuffer();
			case int[] ints -> IntBuffer.wrap(ints).asReadOnlyBuffer();
			case long[] longs -> LongBuffer.wrap(longs).asReadOnlyBuffer();
			case float[] floats -> FloatBuffer.wrap(floats).asReadOnlyBuffer();
			case double[] doubles -> DoubleBuffer.wrap(doubles).asReadOnlyBuffer();
			default -> throw noCarrier(array);
		};
	}

	private static Object memory(Object array) {
		MemorySegment memory = switch (array) {
			case byte[] bytes -> MemorySegment.ofArray(bytes);
			case short[] shorts -> MemorySegment.ofArray(shorts);
			case int[] ints -> MemorySegment.ofArray(ints);
			case long[] longs -> MemorySegment.ofArray(longs);
			case float[] floats -> MemorySegment.ofArray(floats);
			case double[] doubles -> MemorySegment.ofArray(doubles);
			default -> throw noCarrier(array);
		};
		return memory.asReadOnly();
	}

	private static IllegalArgumentException noCarrier(Object array) {
		return new IllegalArgumentException("No samples are of " + array.getClass().getTypeName());
	}

}
