// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.ReaderConflictException;
import io.globalbuffer.internal.position.StreamPosition;
import io.globalbuffer.internal.segment.MappedSegment;

/**
 * That of a reader which is forgotten when it is closed.
 *
 * @param buffer the buffer's name, for messages
 */
record NoIdentity(String buffer) implements ReaderIdentity {

	@Override
	public boolean hold(StreamPosition first) {
		return true;
	}

	@Override
	public @Nullable ReaderConflictException conflict() {
		return null;
	}

	@Override
	public StreamPosition start(MappedSegment segment, StreamPosition otherwise) {
		return otherwise;
	}

	@Override
	public int generation(MappedSegment segment) {
		return 0;
	}

	@Override
	public void begin(CurrentAttachment<?> reader, Attachment<?> next) {
		// nothing is kept
	}

	@Override
	public void asked(CurrentAttachment<?> reader) {
		// nothing is kept
	}

	@Override
	public void done(@Nullable Integer generation, long sequence) {
		throw nothingKept();
	}

	@Override
	public void done(StreamPosition done) {
		throw nothingKept();
	}

	private IllegalStateException nothingKept() {
		return new IllegalStateException("This reader of buffer '" + this.buffer
				+ "' has no identity, so nothing is kept of what is done: open it with resumeAs(…)");
	}

	@Override
	public StreamPosition position() {
		return StreamPosition.NONE;
	}

	@Override
	public StreamPosition kept() {
		throw nothingKept();
	}

	@Override
	public <F extends CurrentAttachment<?>> F lend(CurrentAttachment<?> lender, Supplier<F> fork) {
		return fork.get();
	}

	@Override
	public void takeBack(CurrentAttachment<?> lender) {
		// nothing was lent
	}

	@Override
	public void closing(CurrentAttachment<?> reader) {
		// nothing is kept
	}

	@Override
	public void closed(CurrentAttachment<?> reader) {
		// nothing is held
	}

}
