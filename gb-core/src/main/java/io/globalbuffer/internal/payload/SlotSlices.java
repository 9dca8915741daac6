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

	/**
	 * Made when the first one is asked for. Two threads may make two, of equal slices.
	 */
	private @Nullable MemorySegment @Nullable [] slices;

	SlotSlices(RingGeometry geometry) {
		this.geometry = geometry;
	}

	/**
	 * The payload in a slot, which fills the slot.
	 * @param memory the segment, the same each time
	 * @param offset where the payload starts
	 * @return its memory
	 */
	MemorySegment of(MemorySegment memory, long offset) {
		if (this.geometry.slots() > MOST) {
			return slice(memory, offset);
		}
		@Nullable MemorySegment[] known = this.slices;
		if (known == null) {
			known = new @Nullable MemorySegment[(int) this.geometry.slots()];
			this.slices = known;
		}
		int slot = (int) ((offset - this.geometry.slotsStart()) / this.geometry.stride());
		MemorySegment slice = known[slot];
		if (slice == null) {
			slice = slice(memory, offset);
			known[slot] = slice;
		}
		return slice;
	}

	private MemorySegment slice(MemorySegment memory, long offset) {
		return memory.asSlice(offset, this.geometry.slotSize());
	}

}
