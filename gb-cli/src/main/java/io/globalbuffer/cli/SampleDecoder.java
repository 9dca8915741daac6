// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.Sample;
import io.globalbuffer.recording.internal.value.InvalidValueException;
import io.globalbuffer.recording.internal.value.SampleValues;
import io.globalbuffer.schema.BufferLayout;

/**
 * Decodes the samples of a stream that may be replaced by one of another layout.
 */
final class SampleDecoder {

	private @Nullable BufferLayout layout;

	private SampleValues values = (bytes) -> bytes;

	/**
	 * Decodes a sample.
	 * @param layout what the stream holds that it was read from
	 * @throws InvalidValueException if it is no such sample
	 */
	@Nullable Object decode(Sample<byte[]> sample, BufferLayout layout) {
		if (!layout.equals(this.layout)) {
			this.layout = layout;
			this.values = SampleValues.of(layout);
		}
		return this.values.decode(sample.value());
	}

}
