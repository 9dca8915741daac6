// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.payload;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;

/**
 * Expects messages of any codec and schema.
 */
public record AnyMessageExpectation() implements Expectation<MessageBytes> {

	@Override
	public @Nullable String objection(BufferLayout layout) {
		return (layout instanceof MessageLayout) ? null : "a message stream";
	}

	@Override
	public Payloads<MessageBytes> payloads(String buffer, BufferLayout layout, RingGeometry geometry) {
		return MessageBytes.PAYLOADS;
	}

}
