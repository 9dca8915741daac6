package io.globalbuffer;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.ring.PayloadCopier;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.DType;

/**
 * Which array streams a reader can read.
 *
 * @param <A> the Java array type
 * @param arrayType the Java array type; {@code null} for any
 * @param spec element type and shape; {@code null} for any
 */
record ArrayExpectation<A>(@Nullable Class<A> arrayType,
		@Nullable ArraySpec<A> spec) implements Attachments.Expectation<A> {

	static ArrayExpectation<?> any() {
		return new ArrayExpectation<>(null, null);
	}

	static <A> ArrayExpectation<A> of(Class<A> arrayType) {
		if (!arrayType.isArray() || !arrayType.componentType().isPrimitive()) {
			throw new IllegalArgumentException(
					"An array stream is read into a primitive array, such as float[], not " + arrayType.getTypeName());
		}
		return new ArrayExpectation<>(arrayType, null);
	}

	static <A> ArrayExpectation<A> of(ArraySpec<A> spec) {
		return new ArrayExpectation<>(spec.dtype().arrayType(), spec);
	}

	@Override
	public @Nullable String objection(BufferLayout layout) {
		if (!(layout instanceof ArrayLayout array)) {
			return "an array stream";
		}
		if (this.spec != null && !this.spec.equals(array.spec())) {
			return this.spec.toString();
		}
		if (this.arrayType != null && this.arrayType != array.spec().dtype().arrayType()) {
			return "samples as " + this.arrayType.getTypeName();
		}
		return null;
	}

	@Override
	public PayloadCopier<A> copier(BufferLayout layout) {
		DType<A> dtype = specOf(layout).dtype();
		return (memory, offset, length, target) -> dtype.copyOut(memory, offset, target);
	}

	/** The specification of a layout that nothing speaks against. */
	@SuppressWarnings("unchecked")
	ArraySpec<A> specOf(BufferLayout layout) {
		return (ArraySpec<A>) ((ArrayLayout) layout).spec();
	}

}
