package io.globalbuffer;

import java.lang.reflect.Array;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

import io.globalbuffer.schema.ArraySpec;

/**
 * Reads an array stream.
 *
 * @param <A> the Java array type
 */
final class ArrayRingReader<A> extends RingBufferReader<A, A> implements ArrayReader<A> {

	private static final String NO_TARGET = "The array to read into cannot be null";

	private final ArrayExpectation<A> expectation;

	private ArrayRingReader(ReaderOptions options, ArrayExpectation<A> expectation, Attachments<A> attachments) {
		super(options, attachments);
		this.expectation = expectation;
	}

	static <A> ArrayRingReader<A> open(ReaderOptions options, ArrayExpectation<A> expectation) {
		return new ArrayRingReader<>(options, expectation, Attachments.open(options, expectation));
	}

	@Override
	public Optional<ArraySpec<A>> spec() {
		return layout().map(this.expectation::specOf);
	}

	@Override
	public long latestInto(A target) {
		return readLatestInto(Objects.requireNonNull(target, NO_TARGET));
	}

	@Override
	public long nextInto(A target, Duration timeout) throws InterruptedException {
		return readNextInto(Objects.requireNonNull(target, NO_TARGET), timeout);
	}

	@Override
	public A newTarget(Attachment<A> attachment) {
		return this.expectation.specOf(attachment.segment().layout()).newArray();
	}

	@Override
	public void checkTarget(Attachment<A> attachment, A target) {
		ArraySpec<A> spec = this.expectation.specOf(attachment.segment().layout());
		if (Array.getLength(target) != spec.length() || target.getClass() != spec.dtype().arrayType()) {
			throw new IllegalArgumentException("A sample of buffer '" + name() + "' is " + spec + ": it goes into a "
					+ spec.dtype().arrayType().componentType() + "[" + spec.length() + "], not into a "
					+ target.getClass().componentType() + "[" + Array.getLength(target) + "]");
		}
	}

	@Override
	A value(A copy) {
		return copy;
	}

	@Override
	ArrayRingReader<A> fork(ReaderOptions options, Attachments<A> attachments) {
		return new ArrayRingReader<>(options, this.expectation, attachments);
	}

}
