// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongBiFunction;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.payload.SampleView;

/**
 * A look at a sample through a function of the caller's, and what the function returned.
 * Goes back to where it came from when it is closed, to be used again.
 */
final class SampleLook extends SampleView implements AutoCloseable {

	private final AtomicReference<@Nullable SampleLook> spare;

	private final SampleDetails details = new SampleDetails();

	private @Nullable Call<Object> call;

	private @Nullable Object function;

	private @Nullable Object object;

	private double doubleResult;

	private long longResult;

	private SampleLook(String buffer, AtomicReference<@Nullable SampleLook> spare) {
		super(buffer);
		this.spare = spare;
	}

	/**
	 * How a kind of function is called: one of the methods below, without state.
	 *
	 * @param <F> the type of the function
	 */
	@FunctionalInterface
	interface Call<F> {

		void call(SampleLook look, F function, MemorySegment sample);

	}

	/**
	 * Returns a spare look, or a new one if there is none.
	 * @param buffer the buffer's name, for messages
	 * @param spare where a look is kept from one read to the next, unless several threads
	 * look at once
	 * @return the look, to be closed
	 */
	static SampleLook of(String buffer, AtomicReference<@Nullable SampleLook> spare) {
		SampleLook look = spare.getAndSet(null);
		return (look != null) ? look : new SampleLook(buffer, spare);
	}

	/**
	 * Starts a read.
	 * @param <F> the type of the function
	 * @param function the function
	 * @param call how it is called
	 * @param budget how long to call it again after a sample was overwritten
	 * @return this look
	 */
	@SuppressWarnings("unchecked")
	<F> SampleLook through(F function, Call<? super F> call, Duration budget) {
		begin(budget);
		this.function = function;
		this.call = (Call<Object>) call;
		return this;
	}

	@Override
	protected void apply(MemorySegment sample) {
		Objects.requireNonNull(this.call).call(this, Objects.requireNonNull(this.function), sample);
	}

	SampleDetails details() {
		return this.details;
	}

	void callForObject(Function<? super MemorySegment, ?> objectFunction, MemorySegment sample) {
		this.object = objectFunction.apply(sample);
	}

	void callForObject(BiFunction<? super MemorySegment, ? super SampleDetails, ?> objectFunction,
			MemorySegment sample) {
		this.object = objectFunction.apply(sample, this.details);
	}

	void callForDouble(ToDoubleFunction<? super MemorySegment> doubleFunction, MemorySegment sample) {
		this.doubleResult = doubleFunction.applyAsDouble(sample);
	}

	void callForDouble(ToDoubleBiFunction<? super MemorySegment, ? super SampleDetails> doubleFunction,
			MemorySegment sample) {
		this.doubleResult = doubleFunction.applyAsDouble(sample, this.details);
	}

	void callForLong(ToLongFunction<? super MemorySegment> longFunction, MemorySegment sample) {
		this.longResult = longFunction.applyAsLong(sample);
	}

	void callForLong(ToLongBiFunction<? super MemorySegment, ? super SampleDetails> longFunction,
			MemorySegment sample) {
		this.longResult = longFunction.applyAsLong(sample, this.details);
	}

	/**
	 * Returns what the function returned for the sample that was whole.
	 * @param <R> its type
	 * @param sequence what the read returned
	 * @return the result; empty if there was no sample
	 */
	@SuppressWarnings("unchecked")
	<R> Optional<R> objectResult(long sequence) {
		return counts(sequence)
				? Optional
					.of((R) Objects.requireNonNull(this.object, "The function that reads a sample cannot return null"))
				: Optional.empty();
	}

	OptionalDouble doubleResult(long sequence) {
		return counts(sequence) ? OptionalDouble.of(this.doubleResult) : OptionalDouble.empty();
	}

	OptionalLong longResult(long sequence) {
		return counts(sequence) ? OptionalLong.of(this.longResult) : OptionalLong.empty();
	}

	/** Throws what the function threw, if there was a sample at which it threw. */
	private boolean counts(long sequence) {
		if (sequence == ArrayReader.NONE) {
			return false;
		}
		rethrow();
		return true;
	}

	@Override
	public void close() {
		end();
		this.function = null;
		this.object = null;
		this.spare.set(this);
	}

}
