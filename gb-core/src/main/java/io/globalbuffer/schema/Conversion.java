// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.lang.reflect.Array;
import java.util.Objects;

/**
 * Turns arrays of one element type into arrays of another: exactly, or not at all. Each
 * value must be one that the target holds too, so that nothing is rounded, cut off or
 * wrapped around.
 * {@snippet :
 * Conversion<int[], byte[]> pixels = Conversion.between(DType.INT32, DType.UINT8);
 * byte[] frame = pixels.convert(new int[] { 0, 128, 255 }); // 256 would be refused
 * }
 * <p>
 * Booleans count as 0 and 1, real numbers become complex ones without an imaginary part.
 * Complex numbers do not become real ones, and dates, spans of time and raw bytes become
 * nothing else.
 * <p>
 * Immutable, and safe for use by many threads.
 *
 * @param <S> the Java array type to convert from
 * @param <T> the Java array type to convert to
 */
public final class Conversion<S, T> {

	private final DType<S> from;

	private final DType<T> to;

	private final Elements source;

	private final Elements target;

	private Conversion(DType<S> from, DType<T> to, Elements source, Elements target) {
		this.from = from;
		this.to = to;
		this.source = source;
		this.target = target;
	}

	/**
	 * The conversion between two element types.
	 * @param <S> the Java array type to convert from
	 * @param <T> the Java array type to convert to
	 * @param from the element type of what is given
	 * @param to the element type of what is wanted
	 * @return the conversion
	 * @throws IllegalArgumentException if no value of the one is a value of the other
	 */
	public static <S, T> Conversion<S, T> between(DType<S> from, DType<T> to) {
		Elements source = Elements.of(from);
		Elements target = Elements.of(to);
		if (source == null || target == null || (from.valuesPerElement() > to.valuesPerElement())) {
			throw new IllegalArgumentException("Elements of " + from + " are never elements of " + to
					+ ": there is no conversion that keeps them as they are");
		}
		return new Conversion<>(from, to, source, target);
	}

	/**
	 * Converts a whole array.
	 * @param values elements of the first type
	 * @return a new array of as many elements of the second
	 * @throws IllegalArgumentException if a value is none that the second type holds, and
	 * the text says which
	 */
	public T convert(S values) {
		Objects.requireNonNull(values, "The array to convert cannot be null");
		long length = (long) Array.getLength(values) / this.from.valuesPerElement() * this.to.valuesPerElement();
		if (length > Integer.MAX_VALUE) {
			throw new IllegalArgumentException("No array takes " + length + " values of " + this.to);
		}
		T converted = this.to.newArray((int) length);
		convert(values, converted);
		return converted;
	}

	/**
	 * Converts a whole array into another.
	 * @param values elements of the first type
	 * @param target takes as many elements of the second; undefined after an exception
	 * @throws IllegalArgumentException if a value is none that the second type holds, or
	 * the arrays hold different numbers of elements
	 */
	public void convert(S values, T target) {
		int length = Array.getLength(Objects.requireNonNull(values, "The array to convert cannot be null"));
		int room = Array.getLength(Objects.requireNonNull(target, "The array to convert into cannot be null"));
		int step = this.to.valuesPerElement() / this.from.valuesPerElement();
		if ((long) length * step != room || length % this.from.valuesPerElement() != 0) {
			throw new IllegalArgumentException("An array of " + length + " values of " + this.from
					+ " does not fill one of " + room + " values of " + this.to);
		}
		for (int i = 0; i < length; i++) {
			boolean exact = this.source.isInteger() ? putInteger(values, i, target, i * step)
					: this.target.putDouble(target, i * step, this.source.doubleAt(values, i));
			if (!exact) {
				throw new IllegalArgumentException(
						"The value at " + i + ", " + this.source.describe(values, i) + " of " + this.from
								+ ", has no equal in " + this.to + ": round or cut it off yourself if that is meant");
			}
			if (step > 1) {
				this.target.putLong(target, i * step + 1, 0);
			}
		}
	}

	private boolean putInteger(S values, int index, T target, int place) {
		long value = this.source.longAt(values, index);
		// beyond the largest long only as an unsigned one
		boolean huge = value < 0 && this.source == Elements.UNSIGNED;
		return huge ? this.target.putUnsigned(target, place, value) : this.target.putLong(target, place, value);
	}

	@Override
	public String toString() {
		return "conversion from " + this.from + " to " + this.to;
	}

}
