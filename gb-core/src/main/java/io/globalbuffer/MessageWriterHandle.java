// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.Objects;

import io.globalbuffer.internal.ring.PublishClock;
import io.globalbuffer.internal.segment.OwnedSegment;
import io.globalbuffer.schema.MessageSpec;

/**
 * Writes a message stream.
 *
 * @param <T> the message type
 */
final class MessageWriterHandle<T> extends EncodedWriterHandle<T> implements MessageWriter<T> {

	private final MessageSpec<T> spec;

	MessageWriterHandle(WriterOptions options, MessageSpec<T> spec, OwnedSegment owned) {
		super(options, owned);
		this.spec = spec;
	}

	@Override
	public MessageSpec<T> spec() {
		return this.spec;
	}

	@Override
	long write(T value, long publishTime) {
		return publishMessage(
				this.spec.codec().encode(Objects.requireNonNull(value, "The message to write cannot be null")),
				publishTime);
	}

	@Override
	public long writeBytes(byte[] sample) {
		return publishMessage(Objects.requireNonNull(sample, "The bytes to write cannot be null"),
				PublishClock.AT_PUBLICATION);
	}

}
