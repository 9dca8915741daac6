// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.payload;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.RingGeometry;

/**
 * The payloads in the slots of a ring as memory of their own, each made once. Safe for
 * use by many threads.
 */
final class SlotSlices {

	/** Rings of more slots do without: a slice for each would take more than it saves. */
	private static final long MOST = 1 << 16;

	private final RingGeometry geometry;

	private final @Nullable MemorySegment[] slices;

	SlotSlices(RingGeometry geometry) {
		this.geometry = geometry;
		this.slices = new @Nullable MemorySegment[(geometry.slots() <= MOST) ? (int) geometry.slots() : 0];
	}

	/**
	 * Returns the payload in a slot, which fills the slot.
	 * @param memory the segment, the same each time
	 * @param offset where the payload starts
	 * @return its memory
	 */
	MemorySegment of(MemorySegment memory, long offset) {
		long slot = (offset - this.geometry.slotsStart()) / this.geometry.stride();
		if (slot >= this.slices.length) {
			return slice(memory, offset);
		}
		MemorySegment slice = this.slices[(int) slot];
		if (slice == null) {
			slice = slice(memory, offset);
			this.slices[(int) slot] = slice;
		}
		return slice;
	}

	private MemorySegment slice(MemorySegment memory, long offset) {
		return memory.asSlice(offset, this.geometry.slotSize());
	}

}
