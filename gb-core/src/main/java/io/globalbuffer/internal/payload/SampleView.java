// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.payload;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.internal.os.MemoryFaults;

/**
 * A function that looks at a sample in its slot. The writer may overwrite the slot
 * meanwhile: whatever the function then returns or throws means nothing, and it is called
 * again. What it throws is therefore kept until the sample has proved to be whole. For
 * one read.
 */
public abstract class SampleView {

	private final String buffer;

	private final Duration budget;

	private int calls;

	/** When the function was called again for the first time. */
	private long again;

	private @Nullable RuntimeException exception;

	private @Nullable Error error;

	/**
	 * A view of one read.
	 * @param buffer the buffer's name, for messages
	 * @param budget how long to call the function again after a sample was overwritten
	 */
	SampleView(String buffer, Duration budget) {
		this.buffer = buffer;
		this.budget = budget;
	}

	/** Calls the function and keeps its result. */
	abstract void apply(MemorySegment sample);

	/**
	 * Calls the function. Whatever it made of a fault, and of the zeros before that, a
	 * fault of the sample's own memory arises here once more; one of other memory is the
	 * function's.
	 * @param sample the slot's payload, read-only
	 * @throws InternalError if its memory was taken away
	 * @throws BufferContendedException if the writer was faster again and again
	 */
	public final void look(MemorySegment sample) {
		requireTime();
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

	/** Most samples are whole at the first call, which therefore reads no clock. */
	private void requireTime() {
		this.calls++;
		if (this.calls == 2) {
			this.again = System.nanoTime();
		}
		else if (this.calls > 2 && System.nanoTime() - this.again >= TimeUnit.NANOSECONDS.convert(this.budget)) {
			throw new BufferContendedException("The writer of buffer '" + this.buffer
					+ "' overwrote each sample while the function looked at it. Make the function faster than capacity"
					+ " times the writer's period, give the buffer a larger capacity, or copy the sample (nextInto, latestInto)");
		}
	}

	/** Throws what the function threw, now that it counts. */
	public final void rethrow() {
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
	public static final class ToObject<R> extends SampleView {

		private final Function<? super MemorySegment, ? extends R> function;

		private @Nullable R result;

		/**
		 * A view of one read.
		 * @param buffer the buffer's name, for messages
		 * @param budget how long to call the function again
		 * @param function the function
		 */
		public ToObject(String buffer, Duration budget, Function<? super MemorySegment, ? extends R> function) {
			super(buffer, budget);
			this.function = function;
		}

		@Override
		void apply(MemorySegment sample) {
			this.result = this.function.apply(sample);
		}

		/**
		 * What the function returned for the sample that was whole.
		 * @return its result
		 */
		public R result() {
			return Objects.requireNonNull(this.result, "The function that reads a sample cannot return null");
		}

	}

	/** A function that makes a number of a sample. */
	public static final class ToDouble extends SampleView {

		private final ToDoubleFunction<? super MemorySegment> function;

		private double result;

		/**
		 * A view of one read.
		 * @param buffer the buffer's name, for messages
		 * @param budget how long to call the function again
		 * @param function the function
		 */
		public ToDouble(String buffer, Duration budget, ToDoubleFunction<? super MemorySegment> function) {
			super(buffer, budget);
			this.function = function;
		}

		@Override
		void apply(MemorySegment sample) {
			this.result = this.function.applyAsDouble(sample);
		}

		/**
		 * What the function returned for the sample that was whole.
		 * @return its result
		 */
		public double result() {
			return this.result;
		}

	}

	/** A function that makes a whole number of a sample. */
	public static final class ToLong extends SampleView {

		private final ToLongFunction<? super MemorySegment> function;

		private long result;

		/**
		 * A view of one read.
		 * @param buffer the buffer's name, for messages
		 * @param budget how long to call the function again
		 * @param function the function
		 */
		public ToLong(String buffer, Duration budget, ToLongFunction<? super MemorySegment> function) {
			super(buffer, budget);
			this.function = function;
		}

		@Override
		void apply(MemorySegment sample) {
			this.result = this.function.applyAsLong(sample);
		}

		/**
		 * What the function returned for the sample that was whole.
		 * @return its result
		 */
		public long result() {
			return this.result;
		}

	}

}
