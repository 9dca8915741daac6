// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.layout;

/**
 * Where the fields of a slot lie. Those from 20 to 63 are zero unless a Java writer was
 * asked for them, and Python never looks at them. They belong to the sample whose low
 * sequence bits stand beside the flags; each is there only if its flag is.
 *
 * <pre>
 *  0 lock u32: even = stable, odd = being written; 0 = never written   4 zero
 *  8 sequence u64: number of the sample held
 * 16 length u32: payload bytes of this sample
 * 20 flags u32: bit 0 publish time, bit 1 trace, bit 2 checksum; bits 8..31 the low 24
 *    bits of the sequence. Stored with each sample, 0 where there is nothing to say
 * 24 publish time u64: ns of CLOCK_MONOTONIC, from 2^59 on of the wall clock
 * 32 trace id, 16 bytes in the order of its digits
 * 48 parent span id, 8 bytes in the order of its digits
 * 56 trace flags u8                                                    57 zero
 * 60 checksum u32: CRC-32C of the payload, XOR the high half of
 *    sequence * 0x9E3779B97F4A7C15
 * 64 payload, up to the slot size; the next slot follows at a multiple of 64
 * </pre>
 */
public final class SlotLayout {

	public static final long LOCK_OFFSET = 0;

	public static final long SEQUENCE_OFFSET = 8;

	public static final long LENGTH_OFFSET = 16;

	public static final long FLAGS_OFFSET = 20;

	public static final long PUBLISH_TIME_OFFSET = 24;

	public static final long TRACE_ID_HIGH_OFFSET = 32;

	public static final long TRACE_ID_LOW_OFFSET = 40;

	public static final long PARENT_ID_OFFSET = 48;

	public static final long TRACE_FLAGS_OFFSET = 56;

	public static final long CHECKSUM_OFFSET = 60;

	public static final long PAYLOAD_OFFSET = 64;

	public static final long ALIGNMENT = 64;

	public static final int FLAG_PUBLISH_TIME = 1;

	public static final int FLAG_TRACE = 2;

	public static final int FLAG_CHECKSUM = 4;

	/** The length field has 32 bits. */
	public static final long MAX_SLOT_SIZE = 0xFFFF_FFFFL;

	/** The sequence of a slot whose reservation was aborted: no sample ever has it. */
	public static final long POISONED_SEQUENCE = -1;

	/** Publish times from here on are of the wall clock. */
	public static final long PUBLISH_TIME_WALL_CLOCK = 1L << 59;

	private static final long SEQUENCE_FACTOR = 0x9E37_79B9_7F4A_7C15L;

	private static final int FLAGS_MASK = 0xFF;

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

	/**
	 * The flags field of a sample.
	 * @param flags what its slot says of it
	 * @param sequence the sample
	 * @return the field's value
	 */
	public static int flagsField(int flags, long sequence) {
		return (int) (sequence << Byte.SIZE) | flags;
	}

	/**
	 * Returns what a slot says of a sample.
	 * @param field the flags field
	 * @param sequence the sample
	 * @return its flags; 0 if the field is of another sample
	 */
	public static int flags(int field, long sequence) {
		int flags = field ^ flagsField(0, sequence);
		return ((flags & ~FLAGS_MASK) == 0) ? flags : 0;
	}

	/**
	 * The checksum field of a sample. The sequence is in it, so that an old payload with
	 * its old checksum does not pass.
	 * @param crc the CRC-32C of its payload
	 * @param sequence the sample
	 * @return the field's value
	 */
	public static int checksumField(int crc, long sequence) {
		return crc ^ (int) ((sequence * SEQUENCE_FACTOR) >>> Integer.SIZE);
	}

}
