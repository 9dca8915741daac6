// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.globalbuffer.internal.payload.ArrayExpectation;
import io.globalbuffer.internal.payload.ArrayPayloads;
import io.globalbuffer.internal.payload.SampleView;
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
		return readLatestInto(given(target));
	}

	@Override
	public long latestInto(MemorySegment target) {
		return readLatestInto(given(target));
	}

	@Override
	public long latestInto(Buffer target) {
		return readLatestInto(given(target));
	}

	@Override
	public long nextInto(A target, Duration timeout) throws InterruptedException {
		return readNextInto(given(target), timeout);
	}

	@Override
	public long nextInto(MemorySegment target, Duration timeout) throws InterruptedException {
		return readNextInto(given(target), timeout);
	}

	@Override
	public long nextInto(Buffer target, Duration timeout) throws InterruptedException {
		return readNextInto(given(target), timeout);
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

	private int readBatchInto(Object target, Duration timeout) throws InterruptedException {
		ReadLoop<Object> readLoop = enterCursor();
		try {
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
				this.cursor.holder = null;
			}
		}
	}

	@Override
	public <R> Optional<R> readLatest(Function<? super MemorySegment, ? extends R> function) {
		SampleView.ToObject<R> view = new SampleView.ToObject<>(name(), budget(), given(function));
		return wasRead(readLatestInto(view), view) ? Optional.of(view.result()) : Optional.empty();
	}

	@Override
	public OptionalDouble readLatestAsDouble(ToDoubleFunction<? super MemorySegment> function) {
		SampleView.ToDouble view = new SampleView.ToDouble(name(), budget(), given(function));
		return wasRead(readLatestInto(view), view) ? OptionalDouble.of(view.result()) : OptionalDouble.empty();
	}

	@Override
	public OptionalLong readLatestAsLong(ToLongFunction<? super MemorySegment> function) {
		SampleView.ToLong view = new SampleView.ToLong(name(), budget(), given(function));
		return wasRead(readLatestInto(view), view) ? OptionalLong.of(view.result()) : OptionalLong.empty();
	}

	@Override
	public <R> Optional<R> readNext(Function<? super MemorySegment, ? extends R> function, Duration timeout)
			throws InterruptedException {
		SampleView.ToObject<R> view = new SampleView.ToObject<>(name(), budget(timeout), given(function));
		return wasRead(readNextInto(view, timeout), view) ? Optional.of(view.result()) : Optional.empty();
	}

	@Override
	public OptionalDouble readNextAsDouble(ToDoubleFunction<? super MemorySegment> function, Duration timeout)
			throws InterruptedException {
		SampleView.ToDouble view = new SampleView.ToDouble(name(), budget(timeout), given(function));
		return wasRead(readNextInto(view, timeout), view) ? OptionalDouble.of(view.result()) : OptionalDouble.empty();
	}

	@Override
	public OptionalLong readNextAsLong(ToLongFunction<? super MemorySegment> function, Duration timeout)
			throws InterruptedException {
		SampleView.ToLong view = new SampleView.ToLong(name(), budget(timeout), given(function));
		return wasRead(readNextInto(view, timeout), view) ? OptionalLong.of(view.result()) : OptionalLong.empty();
	}

	private static boolean wasRead(long sequence, SampleView view) {
		if (sequence == NONE) {
			return false;
		}
		view.rethrow();
		return true;
	}

	private static <V> V given(V argument) {
		return Objects.requireNonNull(argument, "What to read a sample into cannot be null");
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
