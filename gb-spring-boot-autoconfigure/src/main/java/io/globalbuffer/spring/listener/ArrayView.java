package io.globalbuffer.spring.listener;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
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
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The read-only views in which a listener can receive an array.
 */
enum ArrayView {

	BYTES(ByteBuffer.class, byte[].class,
			(array) -> ByteBuffer.wrap((byte[]) array).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN)),

	SHORTS(ShortBuffer.class, short[].class, (array) -> ShortBuffer.wrap((short[]) array).asReadOnlyBuffer()),

	INTS(IntBuffer.class, int[].class, (array) -> IntBuffer.wrap((int[]) array).asReadOnlyBuffer()),

	LONGS(LongBuffer.class, long[].class, (array) -> LongBuffer.wrap((long[]) array).asReadOnlyBuffer()),

	FLOATS(FloatBuffer.class, float[].class, (array) -> FloatBuffer.wrap((float[]) array).asReadOnlyBuffer()),

	DOUBLES(DoubleBuffer.class, double[].class, (array) -> DoubleBuffer.wrap((double[]) array).asReadOnlyBuffer()),

	MEMORY(MemorySegment.class, null, ArrayView::memory);

	/** The arrays that carry samples. */
	static final Set<Class<?>> CARRIERS = Set.of(byte[].class, short[].class, int[].class, long[].class, float[].class,
			double[].class);

	private final Class<?> type;

	private final @Nullable Class<?> arrayType;

	private final Function<Object, Object> wrapping;

	ArrayView(Class<?> type, @Nullable Class<?> arrayType, Function<Object, Object> wrapping) {
		this.type = type;
		this.arrayType = arrayType;
		this.wrapping = wrapping;
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

	String label() {
		return this.type.getSimpleName();
	}

	/** A view of the array, whole. */
	Object wrap(Object array) {
		return this.wrapping.apply(array);
	}

	/** As the method before may have left it elsewhere. */
	static Object rewound(Object view) {
		return (view instanceof Buffer buffer) ? buffer.clear() : view;
	}

	private static Object memory(Object array) {
		MemorySegment memory = switch (array) {
			case byte[] bytes -> MemorySegment.ofArray(bytes);
			case short[] shorts -> MemorySegment.ofArray(shorts);
			case int[] ints -> MemorySegment.ofArray(ints);
			case long[] longs -> MemorySegment.ofArray(longs);
			case float[] floats -> MemorySegment.ofArray(floats);
			case double[] doubles -> MemorySegment.ofArray(doubles);
			default -> throw new IllegalArgumentException("No samples are of " + array.getClass().getTypeName());
		};
		return memory.asReadOnly();
	}

}
