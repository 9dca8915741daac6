// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
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

import io.globalbuffer.internal.payload.ArrayExpectation;
import io.globalbuffer.internal.payload.ArrayPayloads;
import io.globalbuffer.schema.ArraySpec;

/**
 * Reads an array stream.
 *
 * @param <A> the Java array type
 */
final class ArrayReaderHandle<A> extends ReaderHandle<A, Object> implements ArrayReader<A> {

	private final ArrayExpectation<A> expectation;

	/** Used again and again, by the thread that holds the cursor. */
	private final ArrayPayloads.Batch batch = new ArrayPayloads.Batch();

	/** Kept from one view to the next, unless several threads look at once. */
	private final AtomicReference<@Nullable SampleLook> spareLook = new AtomicReference<>();

	private ArrayReaderHandle(ReaderOptions options, ArrayExpectation<A> expectation,
			CurrentAttachment<Object> currentAttachment) {
		super(options, currentAttachment);
		this.expectation = expectation;
	}

	static <A> ArrayReaderHandle<A> open(ReaderOptions options, ArrayExpectation<A> expectation) {
		return new ArrayReaderHandle<>(options, expectation, CurrentAttachment.open(options, expectation));
	}

	@Override
	public Optional<ArraySpec<A>> spec() {
		return layout().map(this.expectation::specOf);
	}

	@Override
	public long latestInto(A target) {
		long sequence = straightLatest(given(target));
		return (sequence >= 0) ? sequence : readLatest(target, null, null);
	}

	@Override
	public long latestInto(MemorySegment target) {
		return readLatest(given(target), null, null);
	}

	@Override
	public long latestInto(Buffer target) {
		return readLatest(given(target), null, null);
	}

	@Override
	public long latestInto(A target, SampleDetails details) {
		return readLatest(given(target), null, described(details));
	}

	@Override
	public long latestInto(MemorySegment target, SampleDetails details) {
		return readLatest(given(target), null, described(details));
	}

	@Override
	public long latestInto(Buffer target, SampleDetails details) {
		return readLatest(given(target), null, described(details));
	}

	@Override
	public long nextInto(A target) throws InterruptedException {
		long sequence = straightNext(given(target), false);
		return (sequence >= 0) ? sequence : readNextInto(target);
	}

	@Override
	public long nextInto(MemorySegment target) throws InterruptedException {
		return readNextInto(given(target));
	}

	@Override
	public long nextInto(Buffer target) throws InterruptedException {
		return readNextInto(given(target));
	}

	@Override
	public long nextInto(A target, Duration timeout) throws InterruptedException {
		long sequence = straightNext(given(target), false);
		return (sequence >= 0) ? sequence : readNextInto(target, null, timeout);
	}

	@Override
	public long nextInto(MemorySegment target, Duration timeout) throws InterruptedException {
		return readNextInto(given(target), null, timeout);
	}

	@Override
	public long nextInto(Buffer target, Duration timeout) throws InterruptedException {
		return readNextInto(given(target), null, timeout);
	}

	@Override
	public long nextInto(A target, SampleDetails details, Duration timeout) throws InterruptedException {
		return readNextInto(given(target), described(details), timeout);
	}

	@Override
	public long nextInto(MemorySegment target, SampleDetails details, Duration timeout) throws InterruptedException {
		return readNextInto(given(target), described(details), timeout);
	}

	@Override
	public long nextInto(Buffer target, SampleDetails details, Duration timeout) throws InterruptedException {
		return readNextInto(given(target), described(details), timeout);
	}

	private long readNextInto(Object target) throws InterruptedException {
		while (true) {
			long sequence = readNextInto(target, null, ReadLoop.LONGEST);
			if (sequence != NONE) {
				return sequence;
			}
		}
	}

	@Override
	public int nextBatchInto(A target) throws InterruptedException {
		return readBatchInto(given(target));
	}

	@Override
	public int nextBatchInto(MemorySegment target) throws InterruptedException {
		return readBatchInto(given(target));
	}

	@Override
	public int nextBatchInto(Buffer target) throws InterruptedException {
		return readBatchInto(given(target));
	}

	@Override
	public int nextBatchInto(A target, Duration timeout) throws InterruptedException {
		return readBatchInto(given(target), timeout);
	}

	@Override
	public int nextBatchInto(MemorySegment target, Duration timeout) throws InterruptedException {
		return readBatchInto(given(target), timeout);
	}

	@Override
	public int nextBatchInto(Buffer target, Duration timeout) throws InterruptedException {
		return readBatchInto(given(target), timeout);
	}

	private int readBatchInto(Object target) throws InterruptedException {
		while (true) {
			int samples = readBatchInto(target, ReadLoop.LONGEST);
			if (samples > 0) {
				return samples;
			}
		}
	}

	private int readBatchInto(Object target, Duration timeout) throws InterruptedException {
		ReadLoop<Object> readLoop = enterCursor();
		try {
			this.currentAttachment.identity().asked(this.currentAttachment);
			int straight = straightBatch(target);
			if (straight > 0) {
				return straight;
			}
			this.batch.begin(target);
			if (readLoop.next(ReadMode.NEXT, this.batch, timeout) == NONE) {
				return 0;
			}
			boolean room = this.batch.proceed();
			while (room && readLoop.more(this.batch)) {
				room = this.batch.proceed();
			}
			return this.batch.samples();
		}
		finally {
			try {
				this.batch.end();
				exitCursor();
			}
			catch (StackOverflowError ex) {
				this.cursor.lock.holder = this.cursor.lock.free;
			}
		}
	}

	@Override
	public <R> Optional<R> readLatest(Function<? super MemorySegment, ? extends R> function) {
		try (SampleLook look = look(function, SampleLook::callForObject, budget())) {
			return look.objectResult(readLatest(look, null, null));
		}
	}

	@Override
	public <R> Optional<R> readLatest(BiFunction<? super MemorySegment, ? super SampleDetails, ? extends R> function) {
		try (SampleLook look = look(function, SampleLook::callForObject, budget())) {
			return look.objectResult(readLatest(look, null, look.details()));
		}
	}

	@Override
	public OptionalDouble readLatestAsDouble(ToDoubleFunction<? super MemorySegment> function) {
		try (SampleLook look = look(function, SampleLook::callForDouble, budget())) {
			return look.doubleResult(readLatest(look, null, null));
		}
	}

	@Override
	public OptionalDouble readLatestAsDouble(
			ToDoubleBiFunction<? super MemorySegment, ? super SampleDetails> function) {
		try (SampleLook look = look(function, SampleLook::callForDouble, budget())) {
			return look.doubleResult(readLatest(look, null, look.details()));
		}
	}

	@Override
	public OptionalLong readLatestAsLong(ToLongFunction<? super MemorySegment> function) {
		try (SampleLook look = look(function, SampleLook::callForLong, budget())) {
			return look.longResult(readLatest(look, null, null));
		}
	}

	@Override
	public OptionalLong readLatestAsLong(ToLongBiFunction<? super MemorySegment, ? super SampleDetails> function) {
		try (SampleLook look = look(function, SampleLook::callForLong, budget())) {
			return look.longResult(readLatest(look, null, look.details()));
		}
	}

	@Override
	public <R> Optional<R> readNext(Function<? super MemorySegment, ? extends R> function, Duration timeout)
			throws InterruptedException {
		try (SampleLook look = look(function, SampleLook::callForObject, budget(timeout))) {
			return look.objectResult(readNextInto(look, null, timeout));
		}
	}

	@Override
	public <R> Optional<R> readNext(BiFunction<? super MemorySegment, ? super SampleDetails, ? extends R> function,
			Duration timeout) throws InterruptedException {
		try (SampleLook look = look(function, SampleLook::callForObject, budget(timeout))) {
			return look.objectResult(readNextInto(look, look.details(), timeout));
		}
	}

	@Override
	public OptionalDouble readNextAsDouble(ToDoubleFunction<? super MemorySegment> function, Duration timeout)
			throws InterruptedException {
		try (SampleLook look = look(function, SampleLook::callForDouble, budget(timeout))) {
			return look.doubleResult(readNextInto(look, null, timeout));
		}
	}

	@Override
	public OptionalDouble readNextAsDouble(ToDoubleBiFunction<? super MemorySegment, ? super SampleDetails> function,
			Duration timeout) throws InterruptedException {
		try (SampleLook look = look(function, SampleLook::callForDouble, budget(timeout))) {
			return look.doubleResult(readNextInto(look, look.details(), timeout));
		}
	}

	@Override
	public OptionalLong readNextAsLong(ToLongFunction<? super MemorySegment> function, Duration timeout)
			throws InterruptedException {
		try (SampleLook look = look(function, SampleLook::callForLong, budget(timeout))) {
			return look.longResult(readNextInto(look, null, timeout));
		}
	}

	@Override
	public OptionalLong readNextAsLong(ToLongBiFunction<? super MemorySegment, ? super SampleDetails> function,
			Duration timeout) throws InterruptedException {
		try (SampleLook look = look(function, SampleLook::callForLong, budget(timeout))) {
			return look.longResult(readNextInto(look, look.details(), timeout));
		}
	}

	private <F> SampleLook look(F function, SampleLook.Call<? super F> call, Duration budget) {
		return SampleLook.of(name(), this.spareLook).through(given(function), call, budget);
	}

	private static <V> V given(V argument) {
		return Objects.requireNonNull(argument, "What to read a sample into cannot be null");
	}

	private static SampleDetails described(SampleDetails details) {
		return Objects.requireNonNull(details, "What to describe a sample in cannot be null");
	}

	@Override
	@SuppressWarnings("unchecked")
	A value(Object copy) {
		return (A) copy;
	}

	@Override
	public ArrayReader<A> fork() {
		return (ArrayReader<A>) super.fork();
	}

	@Override
	ArrayReaderHandle<A> fork(ReaderOptions options, CurrentAttachment<Object> currentAttachment) {
		return new ArrayReaderHandle<>(options, this.expectation, currentAttachment);
	}

}
