// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.codec.EncodedMessage;
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

	/**
	 * Kept from one message to the next, unless one is written while another is encoded.
	 */
	private final AtomicReference<@Nullable EncodedMessage> spare = new AtomicReference<>();

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
		Objects.requireNonNull(value, "The message to write cannot be null");
		EncodedMessage spare = this.spare.getAndSet(null);
		EncodedMessage encoded = (spare != null) ? spare : new EncodedMessage();
		this.spec.codec().encode(value, encoded);
		long sequence = publishMessage(encoded.bytes(), encoded.length(), publishTime);
		encoded.clear();
		this.spare.set(encoded);
		return sequence;
	}

	@Override
	public long writeBytes(byte[] sample) {
		Objects.requireNonNull(sample, "The bytes to write cannot be null");
		return publishMessage(sample, sample.length, PublishClock.AT_PUBLICATION);
	}

}
