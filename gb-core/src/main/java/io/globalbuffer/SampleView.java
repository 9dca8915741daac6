package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.os.MemoryFaults;

/**
 * A function that looks at a sample in its slot. The writer may overwrite the slot
 * meanwhile: whatever the function then returns or throws means nothing, and it is called
 * again. What it throws is therefore kept until the sample has proved to be whole. For
 * one read.
 */
abstract class SampleView {

	private @Nullable RuntimeException exception;

	private @Nullable Error error;

	/** Calls the function and keeps its result. */
	abstract void apply(MemorySegment sample);

	/**
	 * Calls the function. Whatever it made of a fault, and of the zeros before that, a
	 * fault of the sample's own memory arises here once more; one of other memory is the
	 * function's.
	 * @param sample the slot's payload, read-only
	 * @throws InternalError if its memory was taken away
	 */
	final void look(MemorySegment sample) {
		this.exception = null;
		this.error = null;
		try {
			apply(sample);
			MemoryFaults.surface();
		}
		catch (RuntimeException ex) {
			this.exception = ex;
		}
		catch (Error ex) {
			this.error = ex;
		}
		MemoryFaults.touch(sample);
	}

	/** Throws what the function threw, now that it counts. */
	final void rethrow() {
		if (this.exception != null) {
			throw this.exception;
		}
		if (this.error != null) {
			throw this.error;
		}
	}

	/**
	 * A function that makes an object of a sample.
	 *
	 * @param <R> the type of the object
	 */
	static final class ToObject<R> extends SampleView {

		private final Function<? super MemorySegment, ? extends R> function;

		private @Nullable R result;

		ToObject(Function<? super MemorySegment, ? extends R> function) {
			this.function = function;
		}

		@Override
		void apply(MemorySegment sample) {
			this.result = this.function.apply(sample);
		}

		R result() {
			return Objects.requireNonNull(this.result, "The function that reads a sample cannot return null");
		}

	}

	/** A function that makes a number of a sample. */
	static final class ToDouble extends SampleView {

		private final ToDoubleFunction<? super MemorySegment> function;

		private double result;

		ToDouble(ToDoubleFunction<? super MemorySegment> function) {
			this.function = function;
		}

		@Override
		void apply(MemorySegment sample) {
			this.result = this.function.applyAsDouble(sample);
		}

		double result() {
			return this.result;
		}

	}

	/** A function that makes a whole number of a sample. */
	static final class ToLong extends SampleView {

		private final ToLongFunction<? super MemorySegment> function;

		private long result;

		ToLong(ToLongFunction<? super MemorySegment> function) {
			this.function = function;
		}

		@Override
		void apply(MemorySegment sample) {
			this.result = this.function.applyAsLong(sample);
		}

		long result() {
			return this.result;
		}

	}

}
