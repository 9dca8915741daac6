// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.payload;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;

/**
 * Expects samples that are read as bytes: messages of any codec and schema.
 *
 * @param arrays whether arrays of any element type and shape, too
 */
public record BytesExpectation(boolean arrays) implements Expectation<MessageBytes> {

	@Override
	public @Nullable String objection(BufferLayout layout) {
		if (!this.arrays && layout instanceof ArrayLayout) {
			return "a message stream";
		}
		return (layout.sampleSize() > MessageLayout.LONGEST) ? "samples that fit into a byte array" : null;
	}

	@Override
	public Payloads<MessageBytes> payloads(String buffer, BufferLayout layout, RingGeometry geometry) {
		return new MessagePayloads();
	}

}
