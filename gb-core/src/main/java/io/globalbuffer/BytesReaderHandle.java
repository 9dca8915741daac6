package io.globalbuffer;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;

/**
 * Reads the bytes of a message stream as they are, whatever they mean.
 */
final class BytesReaderHandle extends ReaderHandle<byte[], MessageBytes> {

	/** Any message stream will do. */
	private static final Expectation<MessageBytes> ANY_MESSAGES = new Expectation<>() {

		@Override
		public @Nullable String objection(BufferLayout layout) {
			return (layout instanceof MessageLayout) ? null : "a message stream";
		}

		@Override
		public Payloads<MessageBytes> payloads(String buffer, BufferLayout layout) {
			return MessageBytes.PAYLOADS;
		}

	};

	private BytesReaderHandle(ReaderOptions options, CurrentAttachment<MessageBytes> currentAttachment) {
		super(options, currentAttachment);
	}

	static BytesReaderHandle open(ReaderOptions options) {
		return new BytesReaderHandle(options, CurrentAttachment.open(options, ANY_MESSAGES));
	}

	@Override
	byte[] value(MessageBytes copy) {
		return copy.bytes();
	}

	@Override
	BytesReaderHandle fork(ReaderOptions options, CurrentAttachment<MessageBytes> currentAttachment) {
		return new BytesReaderHandle(options, currentAttachment);
	}

}
