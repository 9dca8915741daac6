package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.CodecException;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;

/**
 * Reads a message stream: a payload is copied, validated, and only then decoded.
 *
 * @param <T> the message type
 */
final class MessageRingReader<T> extends RingBufferReader<T, MessageRingReader.MessageBytes> {

	/** A message's bytes as they were in the slot. */
	static final class MessageBytes {

		private byte[] bytes = {};

		private void copy(MemorySegment memory, long offset, int length) {
			if (this.bytes.length != length) {
				this.bytes = new byte[length];
			}
			MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, this.bytes, 0, length);
		}

	}

	/**
	 * Which message streams a reader can read.
	 *
	 * @param spec what was asked for
	 */
	private record MessageExpectation(MessageSpec<?> spec) implements Attachments.Expectation<MessageBytes> {

		@Override
		public @Nullable String objection(BufferLayout layout) {
			if (!(layout instanceof MessageLayout message)) {
				return "a message stream";
			}
			if (message.codec() != this.spec.codec().id()) {
				return "messages of codec " + this.spec.codec().id() + ", not " + message.codec() + ",";
			}
			boolean otherSchema = !this.spec.identity().isNone() && !this.spec.identity().equals(message.identity());
			return otherSchema ? this.spec.identity().toString() : null;
		}

		@Override
		public Payloads<MessageBytes> payloads(String buffer, BufferLayout layout) {
			return new MessagePayloads();
		}

	}

	/** Copies messages, which have any length. */
	private static final class MessagePayloads implements Payloads<MessageBytes> {

		@Override
		public void copy(MemorySegment memory, long offset, long length, MessageBytes target) {
			target.copy(memory, offset, (int) length);
		}

		@Override
		public MessageBytes newTarget() {
			return new MessageBytes();
		}

		@Override
		public void checkTarget(MessageBytes target) {
			// takes any length
		}

	}

	private final MessageSpec<T> spec;

	private MessageRingReader(ReaderOptions options, MessageSpec<T> spec, Attachments<MessageBytes> attachments) {
		super(options, attachments);
		this.spec = spec;
	}

	static <T> MessageRingReader<T> open(ReaderOptions options, MessageSpec<T> spec) {
		return new MessageRingReader<>(options, spec, Attachments.open(options, new MessageExpectation(spec)));
	}

	@Override
	@SuppressWarnings("unchecked")
	T value(MessageBytes copy) {
		try {
			return (T) this.spec.codec().decode(copy.bytes, copy.bytes.length, this.spec.type());
		}
		catch (CodecException ex) {
			throw new CodecException("A sample of buffer '" + name() + "' is not a " + this.spec.type().getTypeName()
					+ ": " + ex.getMessage(), ex);
		}
	}

	@Override
	MessageRingReader<T> fork(ReaderOptions options, Attachments<MessageBytes> attachments) {
		return new MessageRingReader<>(options, this.spec, attachments);
	}

}
