// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.layout;

/**
 * Where the fields of a position file lie, in which a reader with an identity keeps how
 * far it has come. All are little-endian. Of the two records one is in force: the other
 * one can be written in any number of steps, and takes effect with one store.
 *
 * <pre>
 *   0 magic u32, stored last                      4 zero
 *   8 which record is in force u64, 0 or 1       16 pid of the holder u64, for messages
 *  24 bytes of the buffer's name u32             28 bytes of the identity u32
 *  64 record 0: inode u64, creation time u64, next sequence u64, samples owed u64
 * 128 record 1
 * 192 the buffer's name, then the identity, as UTF-8
 * </pre>
 */
public final class PositionLayout {

	public static final long MAGIC_OFFSET = 0;

	public static final long SELECTED_OFFSET = 8;

	public static final long HOLDER_PID_OFFSET = 16;

	public static final long NAME_LENGTH_OFFSET = 24;

	public static final long IDENTITY_LENGTH_OFFSET = 28;

	public static final long RECORDS_OFFSET = 64;

	/** A cache line each. */
	public static final long RECORD_BYTES = 64;

	public static final long RECORDS = 2;

	/** Within a record. */
	public static final long INODE = 0;

	public static final long CREATED = 8;

	public static final long SEQUENCE = 16;

	public static final long OWED = 24;

	public static final long TEXTS_OFFSET = RECORDS_OFFSET + RECORDS * RECORD_BYTES;

	/** The whole file. */
	public static final long BYTES = 4096;

	/** The bytes {@code GBP1}. */
	public static final int MAGIC = 0x3150_4247;

	private PositionLayout() {
	}

}
