// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.layout;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where slots lie. Cases 1 to 4.
 */
class RingGeometryTests {

	/** Case 1. */
	@Test
	void theConstantsAreThoseOfTheFormat() {
		assertThat(HeaderLayout.MAGIC).isEqualTo(0x46554247);
		assertThat(HeaderLayout.VERSION).isEqualTo(1);
		assertThat(HeaderLayout.KIND_ARRAY).isEqualTo(1);
		assertThat(HeaderLayout.KIND_MESSAGE).isEqualTo(2);
		assertThat(HeaderLayout.HEADER_BYTES).isEqualTo(4096);
		assertThat(HeaderLayout.MAX_READERS).isEqualTo(64);
	}

	/** Cases 2 and 3. */
	@ParameterizedTest
	@CsvSource({ "0, 64", "1, 128", "64, 128", "65, 192", "100, 192", "256, 320", "2048, 2112", "1048576, 1048640" })
	void aSlotIsRoundedUpToCacheLines(long slotSize, long stride) {
		assertThat(SlotLayout.stride(slotSize)).isEqualTo(stride);
	}

	/** Case 4. */
	@ParameterizedTest
	@CsvSource({ "8, 512, 13376", "8, 2048, 27200", "4, 512, 11072", "8, 256, 11072", "8, 1048576, 9445952" })
	void slotsFollowTheRegistryAndEndTheSegment(long capacity, long slotSize, long total) {
		RingGeometry geometry = RingGeometry.of(capacity, slotSize);
		assertThat(geometry.slots()).isEqualTo(capacity + 1);
		assertThat(geometry.slotsStart()).isEqualTo(HeaderLayout.REGISTRY_START + 64 * 64).isEqualTo(8192);
		assertThat(geometry.slotsEnd()).isEqualTo(total);
		assertThat(geometry.slotOffset(capacity)).isEqualTo(total - geometry.stride());
		assertThat(geometry.slotOffset(capacity + 1)).isEqualTo(8192);
		assertThat(geometry.nextSlotOffset(total - geometry.stride())).isEqualTo(8192);
	}

}
