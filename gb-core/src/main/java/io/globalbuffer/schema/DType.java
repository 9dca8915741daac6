// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import io.globalbuffer.internal.layout.ArrayCopier;

/**
 * An element type, named as numpy names it, and the primitive Java array that carries it.
 * <p>
 * Unsigned types share the array of the signed type of their size, {@code bool} is a byte
 * of 0 or 1, {@code float16} is the bits of a half as {@link Float#float16ToFloat(short)}
 * takes them, complex types interleave real and imaginary parts, and the date types are
 * counts of the unit in their name ({@code Long.MIN_VALUE} is "not a time"). Elements are
 * little-endian in the segment. What else numpy knows, {@code float128} or a structure
 * for example, is carried as {@linkplain #raw raw} bytes. {@link Conversion} turns arrays
 * of one type into those of another. Immutable.
 *
 * @param <A> the Java array type, for example {@code float[]}
 */
public final class DType<A> {

	/** One byte, 0 or 1. */
	public static final DType<byte[]> BOOL = bytes("bool");

	/** Signed 8-bit integers. */
	public static final DType<byte[]> INT8 = bytes("int8");

	/** Unsigned 8-bit integers, see {@link Byte#toUnsignedInt(byte)}. */
	public static final DType<byte[]> UINT8 = bytes("uint8");

	/** Signed 16-bit integers. */
	public static final DType<short[]> INT16 = shorts("int16");

	/** Unsigned 16-bit integers, see {@link Short#toUnsignedInt(short)}. */
	public static final DType<short[]> UINT16 = shorts("uint16");

	/** Signed 32-bit integers. */
	public static final DType<int[]> INT32 = ints("int32");

	/** Unsigned 32-bit integers, see {@link Integer#toUnsignedLong(int)}. */
	public static final DType<int[]> UINT32 = ints("uint32");

	/** Signed 64-bit integers. */
	public static final DType<long[]> INT64 = longs("int64");

	/** Unsigned 64-bit integers, see {@link Long#toUnsignedString(long)}. */
	public static final DType<long[]> UINT64 = longs("uint64");

	/** Half floats as bits, see {@link Float#float16ToFloat(short)}. */
	public static final DType<short[]> FLOAT16 = shorts("float16");

	/** Single floats. */
	public static final DType<float[]> FLOAT32 = floats("float32", 1);

	/** Double floats. */
	public static final DType<double[]> FLOAT64 = doubles("float64", 1);

	/** Pairs of single floats: real, imaginary. */
	public static final DType<float[]> COMPLEX64 = floats("complex64", 2);

	/** Pairs of double floats: real, imaginary. */
	public static final DType<double[]> COMPLEX128 = doubles("complex128", 2);

	private static final Map<String, DType<?>> NAMED = new LinkedHashMap<>();
	static {
		for (DType<?> dtype : new DType<?>[] { BOOL, INT8, UINT8, INT16, UINT16, INT32, UINT32, INT64, UINT64, FLOAT16,
				FLOAT32, FLOAT64, COMPLEX64, COMPLEX128 }) {
			NAMED.put(dtype.name, dtype);
		}
	}

	/** {@code datetime64[ns]}, {@code timedelta64[25s]}, {@code datetime64}. */
	private static final Pattern DATE_NAME = Pattern
		.compile("(datetime64|timedelta64)(\\[([1-9][0-9]+|[2-9])?(Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)])?");

	private static final int LONGEST_NAME = 16;

	/** What a segment's header can store and a message can show. */
	private static final Pattern ANY_NAME = Pattern.compile("[!-~]{1," + LONGEST_NAME + "}");

	private final String name;

	private final Class<A> arrayType;

	private final ValueLayout layout;

	private final ArrayCopier<A> copier;

	private final int perElement;

	private DType(String name, Class<A> arrayType, ValueLayout layout, int perElement) {
		this.name = name;
		this.arrayType = arrayType;
		this.layout = layout;
		this.copier = ArrayCopier.of(arrayType);
		this.perElement = perElement;
	}

	/**
	 * The element type of a numpy name.
	 * @param name a canonical name, for example {@code float32} or {@code datetime64[ns]}
	 * @return the element type, or empty where the name is none that Java can carry
	 */
	public static Optional<DType<?>> find(String name) {
		DType<?> dtype = NAMED.get(name);
		if (dtype == null && name.length() <= LONGEST_NAME && DATE_NAME.matcher(name).matches()) {
			dtype = longs(name);
		}
		return Optional.ofNullable(dtype);
	}

	/**
	 * The element type of a numpy name.
	 * @param name a canonical name, for example {@code float32} or
	 * {@code datetime64[ns]}, or a code that means the same, such as {@code f4}
	 * @return the element type, under its canonical name
	 * @throws IllegalArgumentException if the name is none that Java knows
	 */
	public static DType<?> of(String name) {
		return find(NumpyCodes.canonical(name))
			.orElseThrow(() -> new IllegalArgumentException("Unknown dtype '" + name + "'; known are "
					+ String.join(", ", NAMED.keySet()) + ", and datetime64[unit] and timedelta64[unit]"));
	}

	/**
	 * An element type that Java has no array for: its bytes as they are.
	 * @param name the name as numpy writes it, 1 to 16 visible ASCII characters, for
	 * example {@code float128}
	 * @param itemSize the size of one element in bytes, at least 1
	 * @return the element type, of which each element takes as many places of a
	 * {@code byte[]} as it has bytes
	 * @throws IllegalArgumentException if name or size cannot be, or the name is one of
	 * those that {@link #find} knows
	 */
	public static DType<byte[]> raw(String name, int itemSize) {
		if (!ANY_NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("The name of a dtype has 1 to " + LONGEST_NAME
					+ " visible ASCII characters, unlike '" + name.replaceAll("[^ -~]", "?") + "'");
		}
		if (itemSize < 1) {
			throw new IllegalArgumentException("An element of dtype '" + name + "' cannot have " + itemSize + " bytes");
		}
		if (find(name).isPresent()) {
			throw new IllegalArgumentException("The dtype '" + name + "' is known: use DType.of");
		}
		return new DType<>(name, byte[].class, ValueLayout.JAVA_BYTE, itemSize);
	}

	/**
	 * The name, as numpy writes it and the segment's header stores it.
	 * @return at most 16 ASCII characters
	 */
	public String name() {
		return this.name;
	}

	/**
	 * The Java array that carries elements of this type.
	 * @return a primitive array type
	 */
	public Class<A> arrayType() {
		return this.arrayType;
	}

	/**
	 * The size of one element.
	 * @return bytes
	 */
	public int itemSize() {
		return this.perElement * (int) this.layout.byteSize();
	}

	/**
	 * Returns how many places of the Java array one element takes.
	 * @return 2 for complex types, the item size for raw ones, else 1
	 */
	public int valuesPerElement() {
		return this.perElement;
	}

	/**
	 * A new array of zeros.
	 * @param values its length in Java values
	 * @return the array
	 */
	public A newArray(int values) {
		return this.arrayType.cast(Array.newInstance(this.arrayType.componentType(), values));
	}

	/**
	 * Copies a whole array into memory, little-endian.
	 * @param source the array
	 * @param target the memory
	 * @param offset where in the memory, in bytes
	 */
	public void copyIn(A source, MemorySegment target, long offset) {
		this.copier.copyIn(source, target, offset);
	}

	/**
	 * Copies a part of an array into memory, little-endian.
	 * @param source the array
	 * @param start the first value to copy
	 * @param values how many to copy
	 * @param target the memory
	 * @param offset where in the memory, in bytes
	 */
	public void copyIn(A source, int start, int values, MemorySegment target, long offset) {
		this.copier.copyIn(source, start, values, target, offset);
	}

	/**
	 * Fills a whole array from little-endian memory.
	 * @param source the memory
	 * @param offset where in the memory, in bytes
	 * @param target the array
	 */
	public void copyOut(MemorySegment source, long offset, A target) {
		copyOut(source, offset, target, 0, Array.getLength(target));
	}

	/**
	 * Fills a part of an array from little-endian memory.
	 * @param source the memory
	 * @param offset where in the memory, in bytes
	 * @param target the array
	 * @param start the first place to fill
	 * @param values how many to fill
	 */
	public void copyOut(MemorySegment source, long offset, A target, int start, int values) {
		this.copier.copyOut(source, offset, target, start, values);
	}

	/**
	 * Returns how one value lies in memory, in a given byte order and at any address.
	 * @param order the byte order
	 * @return the layout of one place of the Java array
	 */
	public ValueLayout layout(ByteOrder order) {
		return this.layout.withOrder(order);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof DType<?> that && this.name.equals(that.name) && itemSize() == that.itemSize();
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.name, itemSize());
	}

	@Override
	public String toString() {
		return this.name;
	}

	private static DType<byte[]> bytes(String name) {
		return new DType<>(name, byte[].class, ValueLayout.JAVA_BYTE, 1);
	}

	private static DType<short[]> shorts(String name) {
		return new DType<>(name, short[].class, ValueLayout.JAVA_SHORT_UNALIGNED, 1);
	}

	private static DType<int[]> ints(String name) {
		return new DType<>(name, int[].class, ValueLayout.JAVA_INT_UNALIGNED, 1);
	}

	private static DType<long[]> longs(String name) {
		return new DType<>(name, long[].class, ValueLayout.JAVA_LONG_UNALIGNED, 1);
	}

	private static DType<float[]> floats(String name, int perElement) {
		return new DType<>(name, float[].class, ValueLayout.JAVA_FLOAT_UNALIGNED, perElement);
	}

	private static DType<double[]> doubles(String name, int perElement) {
		return new DType<>(name, double[].class, ValueLayout.JAVA_DOUBLE_UNALIGNED, perElement);
	}

}
