// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.payload;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.globalbuffer.internal.layout.RingGeometry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The slices of slots, found by where their payloads lie.
 */
class SlotSlicesTests {

	@ParameterizedTest
	@CsvSource({ "1, 8", "2, 16", "3, 64", "63, 256", "64, 1000", "1000, 12345" })
	void eachPayloadHasItsOwn(int capacity, int bytes) {
		RingGeometry geometry = RingGeometry.of(capacity, bytes);
		MemorySegment memory = Arena.ofAuto().allocate(geometry.slotsEnd(), Long.BYTES);
		SlotSlices slices = new SlotSlices(geometry);
		for (long sequence = 0; sequence < 2 * geometry.slots(); sequence++) {
			long payload = geometry.slotOffset(sequence) + geometry.payloadOffset();
			MemorySegment slice = slices.of(memory, payload);
			assertThat(slice.address() - memory.address()).as("sequence %d", sequence).isEqualTo(payload);
			assertThat(slice.byteSize()).isEqualTo(bytes);
			assertThat(slices.of(memory, payload)).isSameAs(slice);
		}
	}

}
