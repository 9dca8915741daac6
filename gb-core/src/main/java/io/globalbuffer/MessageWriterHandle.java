// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

import io.globalbuffer.exception.MessageTooLargeException;
import io.globalbuffer.internal.segment.OwnedSegment;
import io.globalbuffer.schema.MessageSpec;

/**
 * Writes a message stream.
 *
 * @param <T> the message type
 */
final class MessageWriterHandle<T> extends WriterHandle<T> {

	private final MessageSpec<T> spec;

	MessageWriterHandle(WriterOptions options, MessageSpec<T> spec, OwnedSegment owned) {
		super(options, owned);
		this.spec = spec;
	}

	@Override
	public long write(T value) {
		byte[] bytes = this.spec.codec().encode(Objects.requireNonNull(value, "The message to write cannot be null"));
		if (bytes.length > this.spec.maxBytes()) {
			throw new MessageTooLargeException("A message for buffer '" + name() + "' has " + bytes.length
					+ " bytes encoded, and its slots hold " + this.spec.maxBytes()
					+ ". Nothing was published. Raise its max-bytes (MessageSpec.maxBytes), which takes a new segment: unlink this one");
		}
		long payload = begin();
		try {
			MemorySegment.copy(bytes, 0, segment().memory(), ValueLayout.JAVA_BYTE, payload, bytes.length);
		}
		catch (RuntimeException | Error ex) {
			throw aborted(ex);
		}
		return commit(bytes.length);
	}

	@Override
	boolean isReserved() {
		return false;
	}

	@Override
	void abortOwnReservation() {
		// messages have no reservations
	}

}
