// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.payload;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.DType;

/**
 * Which array streams a reader can read.
 *
 * @param <A> the Java array type
 * @param arrayType the Java array type; {@code null} for any
 * @param dtype the element type; {@code null} for any of that array type
 * @param spec element type and shape; {@code null} for any shape
 */
public record ArrayExpectation<A>(@Nullable Class<A> arrayType, @Nullable DType<A> dtype,
		@Nullable ArraySpec<A> spec) implements Expectation<Object> {

	/**
	 * Expects arrays of any element type and shape.
	 * @return the expectation
	 */
	public static ArrayExpectation<?> any() {
		return new ArrayExpectation<>(null, null, null);
	}

	/**
	 * Expects arrays of any element type that this array type carries.
	 * @param <A> the Java array type
	 * @param arrayType the Java array type
	 * @return the expectation
	 * @throws IllegalArgumentException if it is no primitive array type
	 */
	public static <A> ArrayExpectation<A> of(Class<A> arrayType) {
		if (!arrayType.isArray() || !arrayType.componentType().isPrimitive()) {
			throw new IllegalArgumentException(
					"An array stream is read into a primitive array, such as float[], not " + arrayType.getTypeName());
		}
		return new ArrayExpectation<>(arrayType, null, null);
	}

	/**
	 * Expects arrays of one element type and any shape.
	 * @param <A> the Java array type
	 * @param dtype the element type
	 * @return the expectation
	 */
	public static <A> ArrayExpectation<A> of(DType<A> dtype) {
		return new ArrayExpectation<>(dtype.arrayType(), dtype, null);
	}

	/**
	 * Expects arrays of one element type and shape.
	 * @param <A> the Java array type
	 * @param spec element type and shape
	 * @return the expectation
	 */
	public static <A> ArrayExpectation<A> of(ArraySpec<A> spec) {
		return new ArrayExpectation<>(spec.dtype().arrayType(), spec.dtype(), spec);
	}

	@Override
	public @Nullable String objection(BufferLayout layout) {
		if (!(layout instanceof ArrayLayout array)) {
			return "an array stream";
		}
		if (this.spec != null && !this.spec.equals(array.spec())) {
			return this.spec.toString();
		}
		if (this.dtype != null && !this.dtype.equals(array.spec().dtype())) {
			return "samples of " + this.dtype;
		}
		if (this.arrayType != null && this.arrayType != array.spec().dtype().arrayType()) {
			return "samples as " + this.arrayType.getTypeName();
		}
		return null;
	}

	@Override
	public Payloads<Object> payloads(String buffer, BufferLayout layout, RingGeometry geometry) {
		return new ArrayPayloads<>(buffer, specOf(layout), geometry);
	}

	/**
	 * The specification of a layout that nothing speaks against.
	 * @param layout what the segment holds
	 * @return its element type and shape
	 */
	@SuppressWarnings("unchecked")
	public ArraySpec<A> specOf(BufferLayout layout) {
		return (ArraySpec<A>) ((ArrayLayout) layout).spec();
	}

}
