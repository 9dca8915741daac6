// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.layout;

/**
 * Where a segment's slots lie.
 *
 * @param slots how many there are: the capacity and one more, which is being written
 * @param slotSize the largest payload
 * @param stride the distance from slot to slot
 * @param slotsStart where the first slot lies
 * @param payloadOffset where in a slot its payload lies
 */
public record RingGeometry(long slots, long slotSize, long stride, long slotsStart, long payloadOffset) {

	/**
	 * The geometry that a creator chooses.
	 * @param capacity how many samples a reader may fall behind
	 * @param slotSize the largest payload
	 * @return the geometry
	 */
	public static RingGeometry of(long capacity, long slotSize) {
		return new RingGeometry(capacity + 1, slotSize, SlotLayout.stride(slotSize), HeaderLayout.SLOTS_START,
				SlotLayout.PAYLOAD_OFFSET);
	}

	/**
	 * Returns how many samples a reader may fall behind.
	 * @return one less than there are slots
	 */
	public long capacity() {
		return this.slots - 1;
	}

	/**
	 * Returns where a sample's slot lies.
	 * @param sequence the sample
	 * @return an offset in the segment
	 */
	public long slotOffset(long sequence) {
		return this.slotsStart + Long.remainderUnsigned(sequence, this.slots) * this.stride;
	}

	/**
	 * Returns where the slot after another lies.
	 * @param slotOffset a slot
	 * @return an offset in the segment
	 */
	public long nextSlotOffset(long slotOffset) {
		long next = slotOffset + this.stride;
		return (next < slotsEnd()) ? next : this.slotsStart;
	}

	/**
	 * Returns where the slots end, and a segment with them.
	 * @return the segment's size in bytes
	 */
	public long slotsEnd() {
		return this.slotsStart + this.slots * this.stride;
	}

}
