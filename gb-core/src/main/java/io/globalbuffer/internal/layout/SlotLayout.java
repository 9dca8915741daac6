package io.globalbuffer.internal.layout;

/**
 * Where the fields of a slot lie.
 *
 * <pre>
 *  0 lock u32: even = stable, odd = being written; 0 = never written   4 zero
 *  8 sequence u64: number of the sample held
 * 16 length u32: payload bytes of this sample                         20 zero
 * 64 payload, up to the slot size; the next slot follows at a multiple of 64
 * </pre>
 */
public final class SlotLayout {

	public static final long LOCK_OFFSET = 0;

	public static final long SEQUENCE_OFFSET = 8;

	public static final long LENGTH_OFFSET = 16;

	public static final long PAYLOAD_OFFSET = 64;

	public static final long ALIGNMENT = 64;

	/** The length field has 32 bits. */
	public static final long MAX_SLOT_SIZE = 0xFFFF_FFFFL;

	/** The sequence of a slot whose reservation was aborted: no sample ever has it. */
	public static final long POISONED_SEQUENCE = -1;

	private SlotLayout() {
	}

	/**
	 * The distance from slot to slot.
	 * @param slotSize the largest payload
	 * @return bytes, a multiple of 64
	 */
	public static long stride(long slotSize) {
		return (PAYLOAD_OFFSET + slotSize + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	}

}
