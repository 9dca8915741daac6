package io.globalbuffer;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.ring.PayloadCopier;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;

/**
 * Reads the bytes of a message stream as they are, whatever they mean.
 */
final class BytesRingReader extends RingBufferReader<byte[], MessageBytes> {

	/** Any message stream will do. */
	private static final Attachments.Expectation<MessageBytes> ANY_MESSAGES = new Attachments.Expectation<>() {

		@Override
		public @Nullable String objection(BufferLayout layout) {
			return (layout instanceof MessageLayout) ? null : "a message stream";
		}

		@Override
		public PayloadCopier<MessageBytes> copier(BufferLayout layout) {
			return MessageBytes.COPIER;
		}

	};

	private BytesRingReader(ReaderOptions options, Attachments<MessageBytes> attachments) {
		super(options, attachments);
	}

	static BytesRingReader open(ReaderOptions options) {
		return new BytesRingReader(options, Attachments.open(options, ANY_MESSAGES));
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
	byte[] value(MessageBytes copy) {
		return copy.bytes().clone();
	}

	@Override
	BytesRingReader fork(ReaderOptions options, Attachments<MessageBytes> attachments) {
		return new BytesRingReader(options, attachments);
	}

}
