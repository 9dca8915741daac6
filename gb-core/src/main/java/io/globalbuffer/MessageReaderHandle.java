// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import io.globalbuffer.exception.CodecException;
import io.globalbuffer.internal.payload.MessageBytes;
import io.globalbuffer.internal.payload.MessageExpectation;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaPolicy;

/**
 * Reads a message stream: a payload is copied, validated, and only then decoded.
 *
 * @param <T> the message type
 */
final class MessageReaderHandle<T> extends ReaderHandle<T, MessageBytes> {

	private final MessageSpec<T> spec;

	private MessageReaderHandle(ReaderOptions options, MessageSpec<T> spec,
			CurrentAttachment<MessageBytes> currentAttachment) {
		super(options, currentAttachment);
		this.spec = spec;
	}

	static <T> MessageReaderHandle<T> open(ReaderOptions options, MessageSpec<T> spec) {
		return new MessageReaderHandle<>(options, spec, CurrentAttachment.open(options, expectation(spec)));
	}

	/**
	 * What segments are expected to hold.
	 * @throws IllegalArgumentException if such messages could never be read
	 */
	static MessageExpectation expectation(MessageSpec<?> spec) {
		spec.codec().requireReadable(spec.type());
		if (spec.policy() == SchemaPolicy.EXACT) {
			spec.requiredIdentity();
		}
		return MessageExpectation.of(spec);
	}

	@Override
	@SuppressWarnings("unchecked")
	T value(MessageBytes copy) {
		try {
			return (T) this.spec.codec().decode(copy.bytes(), copy.length(), this.spec.type());
		}
		catch (CodecException ex) {
			throw new CodecException("A sample of buffer '" + name() + "' is not a " + this.spec.type().getTypeName()
					+ ": " + ex.getMessage(), ex);
		}
		finally {
			copy.release();
		}
	}

	@Override
	MessageReaderHandle<T> fork(ReaderOptions options, CurrentAttachment<MessageBytes> currentAttachment) {
		return new MessageReaderHandle<>(options, this.spec, currentAttachment);
	}

}
