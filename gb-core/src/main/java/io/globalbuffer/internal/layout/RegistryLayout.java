// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.layout;

/**
 * Where the fields of the reader registry lie, which fills a segment's second page: one
 * entry of 64 bytes for each reader that says that it is there. All are little-endian.
 *
 * <pre>
 *  0 pid u64, stored last       8 index u64
 * 16 CURSOR u64                24 alive u32         28 zero
 * 32 heartbeat u64, wall-clock nanoseconds
 * 40 start time of the process u64, as in the extension block
 * 48 overruns u64              56 read mode u32     60 pid namespace u32, its low half
 * </pre>
 *
 * An entry belongs to whoever holds a write lock on its bytes of the file, of the
 * open-file-description kind, which ends with the process.
 */
public final class RegistryLayout {

	public static final long START = HeaderLayout.REGISTRY_START;

	public static final long ENTRY_BYTES = HeaderLayout.REGISTRY_ENTRY_BYTES;

	/** The last entry is the extension block. */
	public static final int ENTRIES = HeaderLayout.MAX_READERS - 1;

	public static final long BYTES = HeaderLayout.SLOTS_START - START;

	public static final long PID = 0;

	public static final long INDEX = 8;

	public static final long CURSOR = 16;

	public static final long ALIVE = 24;

	public static final long HEARTBEAT = 32;

	public static final long START_TIME = 40;

	public static final long OVERRUNS = 48;

	public static final long MODE = 56;

	public static final long PID_NAMESPACE = 60;

	/** Of a cursor that was not used, as that of a reader of the newest sample only. */
	public static final int MODE_UNUSED = 0;

	public static final int MODE_LATEST = 1;

	public static final int MODE_NEXT = 2;

	private RegistryLayout() {
	}

	/**
	 * Returns where an entry lies in the file.
	 * @param index its number, from 0
	 * @return the offset of its first byte
	 */
	public static long offset(int index) {
		return START + index * ENTRY_BYTES;
	}

}
