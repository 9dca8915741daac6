package io.globalbuffer;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.codec.ProtobufCodec;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.internal.ring.PayloadCopier;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;

/**
 * Reads a message stream: a payload is copied, validated, and only then decoded.
 *
 * @param <T> the message type
 */
final class MessageRingReader<T> extends RingBufferReader<T, MessageBytes> {

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
				return otherCodec(message.codec());
			}
			boolean otherSchema = !this.spec.identity().isNone() && !this.spec.identity().equals(message.identity());
			return otherSchema ? this.spec.identity().toString() : null;
		}

		@Override
		public PayloadCopier<MessageBytes> copier(BufferLayout layout) {
			return MessageBytes.COPIER;
		}

		private String otherCodec(int found) {
			String way = (found == ProtobufCodec.ID) ? "their generated class" : "a record or a map";
			return "a stream of " + MessageLayout.samples(this.spec.codec().id()) + " (" + MessageLayout.samples(found)
					+ " are read with " + way + ", or undecoded with asBytes())";
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
	public MessageBytes newTarget(Attachment<MessageBytes> attachment) {
		return new MessageBytes();
	}

	@Override
	public void checkTarget(Attachment<MessageBytes> attachment, MessageBytes target) {
		// takes any length
	}

	@Override
	@SuppressWarnings("unchecked")
	T value(MessageBytes copy) {
		try {
			return (T) this.spec.codec().decode(copy.bytes(), copy.bytes().length, this.spec.type());
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
