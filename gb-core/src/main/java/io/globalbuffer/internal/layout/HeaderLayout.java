// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.layout;

/**
 * Where the fields of a segment's first page lie, and their fixed values. All are
 * unsigned and little-endian.
 *
 * <pre>
 *    0 magic u32        4 version u32        8 kind u32          12 slots u32
 *   16 slot stride u64                      24 slot size u64
 *   32 payload offset u32  36 readers u32   40 COUNT u64, samples committed
 *   48 writer pid u64                       56 HEARTBEAT u64, nanoseconds
 *   64 registry offset u64                  72 slots offset u64
 *   80 schema hash u64                      88 schema length u32  92 codec u32
 *   96 zero
 *  128 dtype name, 16 bytes, zero-padded
 *  144 dimensions u32  148 zero            152 shape, 8 x u64
 *  216 zero
 *  256 schema text, up to 3840 bytes
 * 4096 reader registry, 64 x 64 bytes; the last entry is the extension block, see
 *      {@link ExtensionLayout}
 * 8192 slots, see {@link SlotLayout}
 * </pre>
 */
public final class HeaderLayout {

	public static final long MAGIC_OFFSET = 0;

	public static final long VERSION_OFFSET = 4;

	public static final long KIND_OFFSET = 8;

	public static final long SLOTS_OFFSET = 12;

	public static final long SLOT_STRIDE_OFFSET = 16;

	public static final long SLOT_SIZE_OFFSET = 24;

	public static final long PAYLOAD_OFFSET_OFFSET = 32;

	public static final long MAX_READERS_OFFSET = 36;

	public static final long COUNT_OFFSET = 40;

	public static final long WRITER_PID_OFFSET = 48;

	public static final long HEARTBEAT_OFFSET = 56;

	public static final long REGISTRY_START_OFFSET = 64;

	public static final long SLOTS_START_OFFSET = 72;

	public static final long SCHEMA_HASH_OFFSET = 80;

	public static final long SCHEMA_LENGTH_OFFSET = 88;

	public static final long CODEC_OFFSET = 92;

	public static final long DTYPE_OFFSET = 128;

	public static final int DTYPE_BYTES = 16;

	public static final long DIMENSIONS_OFFSET = 144;

	public static final long SHAPE_OFFSET = 152;

	public static final long SCHEMA_OFFSET = 256;

	/** The bytes {@code GBUF}. */
	public static final int MAGIC = 0x46554247;

	/** The version of every release. */
	public static final int VERSION = 1;

	public static final int KIND_ARRAY = 1;

	public static final int KIND_MESSAGE = 2;

	/** Written by 1.0.x, which knows no codec: MessagePack. */
	public static final int CODEC_UNSTATED = 0;

	public static final int MAX_READERS = 64;

	public static final long HEADER_BYTES = 4096;

	/** The registry of readers that the format reserves. */
	public static final long REGISTRY_START = HEADER_BYTES;

	public static final long REGISTRY_ENTRY_BYTES = 64;

	/** Header and registry: where the slots begin, and the least a segment measures. */
	public static final long SLOTS_START = REGISTRY_START + MAX_READERS * REGISTRY_ENTRY_BYTES;

	/**
	 * The heartbeat of a segment that is not ready: stamping is a creator's last step.
	 */
	public static final long HEARTBEAT_NEVER = 0;

	/** The heartbeat of a writer that closed cleanly; stale by either clock. */
	public static final long HEARTBEAT_CLOSED = 1;

	/**
	 * Heartbeats from here on are nanoseconds of the wall clock, smaller ones of the
	 * monotonic clock that 1.0.0 stamps.
	 */
	public static final long HEARTBEAT_WALL_CLOCK = 1L << 59;

	private HeaderLayout() {
	}

}
