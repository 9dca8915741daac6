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

	/**
	 * Where the first payload lies, and what divides by the stride: offsets are exact
	 * multiples of it, for which a shift and a multiplication do (H. Warren, Hacker's
	 * Delight, Exact Division by Constants), and a division takes as long as copying a
	 * small sample.
	 */
	private final long first;

	private final int shift;

	private final long inverse;

	SlotSlices(RingGeometry geometry) {
		this.geometry = geometry;
		this.first = geometry.slotsStart() + geometry.payloadOffset();
		this.shift = Long.numberOfTrailingZeros(geometry.stride());
		this.inverse = inverse(geometry.stride() >> this.shift);
		this.slices = new @Nullable MemorySegment[(geometry.slots() <= MOST) ? (int) geometry.slots() : 0];
	}

	/** The number whose product with an odd one is 1, in 64 bits: by Newton's method. */
	private static long inverse(long odd) {
		// right in its last three bits, and each step doubles them
		long inverse = odd;
		for (int bits = 3; bits < Long.SIZE; bits *= 2) {
			inverse *= 2 - odd * inverse;
		}
		return inverse;
	}

	/**
	 * Returns the payload in a slot, which fills the slot.
	 * @param memory the segment, the same each time
	 * @param offset where the payload starts
	 * @return its memory
	 */
	MemorySegment of(MemorySegment memory, long offset) {
		long slot = ((offset - this.first) >> this.shift) * this.inverse;
		if (slot < 0 || slot >= this.slices.length) {
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
