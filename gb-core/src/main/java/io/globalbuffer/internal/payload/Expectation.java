// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.payload;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.schema.BufferLayout;

/**
 * Knows what a reader can read.
 *
 * @param <D> what payloads are copied into
 */
public interface Expectation<D> {

	/**
	 * Returns what speaks against reading a segment.
	 * @param layout what the segment holds
	 * @return what was asked for instead; {@code null} if nothing speaks against it
	 */
	@Nullable String objection(BufferLayout layout);

	/**
	 * Returns what can be done about the objection.
	 * @param layout what the segment holds
	 * @return sentences for people, without the last full stop
	 */
	default String remedy(BufferLayout layout) {
		return "Correct what is asked for, or the writer";
	}

	/**
	 * Returns how samples of a segment are copied.
	 * @param buffer the buffer's name, for messages
	 * @param layout what the segment holds; nothing speaks against it
	 * @param geometry where the segment's slots lie
	 * @return how they are copied
	 */
	Payloads<D> payloads(String buffer, BufferLayout layout, RingGeometry geometry);

}
