// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.Objects;

import io.globalbuffer.internal.segment.OwnedSegment;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.BufferLayout;

/**
 * Writes samples of any stream that are bytes already.
 */
final class BytesWriterHandle extends EncodedWriterHandle<byte[]> {

	private final BufferLayout layout;

	BytesWriterHandle(WriterOptions options, OwnedSegment owned) {
		super(options, owned);
		this.layout = owned.segment().layout();
	}

	@Override
	long write(byte[] value, long publishTime) {
		Objects.requireNonNull(value, "The bytes to write cannot be null");
		if (!(this.layout instanceof ArrayLayout array)) {
			return publishMessage(value, value.length, publishTime);
		}
		if (value.length != array.sampleSize()) {
			throw new IllegalArgumentException("A sample of buffer '" + name() + "' is " + array.spec() + ": it has "
					+ array.sampleSize() + " bytes, not " + value.length);
		}
		return publish(value, value.length, publishTime);
	}

	@Override
	public long writeBytes(byte[] sample) {
		return write(sample);
	}

}
