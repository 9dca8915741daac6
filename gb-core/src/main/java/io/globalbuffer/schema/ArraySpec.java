// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What each sample of an array stream is: an element type and a shape in C order (the
 * last dimension varies fastest). The Java array is flat. Immutable.
 *
 * @param <A> the Java array type, for example {@code float[]}
 */
public final class ArraySpec<A> {

	/** The most dimensions a segment can state. */
	public static final int MAX_DIMENSIONS = 8;

	private final DType<A> dtype;

	private final long[] shape;

	private final int length;

	private ArraySpec(DType<A> dtype, long[] shape) {
		this.dtype = dtype;
		this.shape = shape;
		this.length = lengthOf(dtype, shape);
	}

	/**
	 * An element type and a shape. No dimensions at all is a single element.
	 * @param <A> the Java array type
	 * @param dtype the element type
	 * @param shape up to 8 dimensions, none negative
	 * @return the specification
	 * @throws IllegalArgumentException if there are too many dimensions, one is negative,
	 * or a sample would not fit into a Java array
	 */
	public static <A> ArraySpec<A> of(DType<A> dtype, long... shape) {
		return new ArraySpec<>(dtype, shape.clone());
	}

	private static int lengthOf(DType<?> dtype, long[] shape) {
		if (shape.length > MAX_DIMENSIONS) {
			throw new IllegalArgumentException(
					"An array has at most " + MAX_DIMENSIONS + " dimensions, not " + shape.length);
		}
		boolean empty = false;
		for (long dimension : shape) {
			if (dimension < 0) {
				throw new IllegalArgumentException("A dimension cannot be negative: " + dtype + Arrays.toString(shape));
			}
			empty |= dimension == 0;
		}
		long length = empty ? 0 : dtype.valuesPerElement();
		for (long dimension : shape) {
			if (length > 0 && length > Integer.MAX_VALUE / dimension) {
				throw new IllegalArgumentException(
						"One sample of " + dtype + Arrays.toString(shape) + " does not fit into a Java array");
			}
			length *= dimension;
		}
		return (int) length;
	}

	/**
	 * The element type.
	 * @return the element type
	 */
	public DType<A> dtype() {
		return this.dtype;
	}

	/**
	 * The dimensions in C order.
	 * @return a new array, empty for a single element
	 */
	public long[] shape() {
		return this.shape.clone();
	}

	/**
	 * The length of the Java array that holds one sample: the product of the dimensions,
	 * twice that for complex types.
	 * @return the length, 0 where a dimension is 0
	 */
	public int length() {
		return this.length;
	}

	/**
	 * The size of one sample.
	 * @return bytes
	 */
	public long byteSize() {
		return (long) this.length / this.dtype.valuesPerElement() * this.dtype.itemSize();
	}

	/**
	 * A new array of zeros that holds one sample.
	 * @return the array
	 */
	public A newArray() {
		return this.dtype.newArray(this.length);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof ArraySpec<?> that && this.dtype.equals(that.dtype)
				&& Arrays.equals(this.shape, that.shape);
	}

	@Override
	public int hashCode() {
		return 31 * this.dtype.hashCode() + Arrays.hashCode(this.shape);
	}

	/**
	 * The element type and shape, for example {@code complex64[64,4]}.
	 */
	@Override
	public String toString() {
		return LongStream.of(this.shape)
			.mapToObj(Long::toString)
			.collect(Collectors.joining(",", this.dtype + "[", "]"));
	}

}
