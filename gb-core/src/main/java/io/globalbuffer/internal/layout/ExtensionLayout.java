// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.layout;

/**
 * Where the fields of the extension block lie: the last entry of the reader registry,
 * which Python reserves and never touches. A Java writer fills it when it creates or
 * takes over a segment. All are little-endian; no magic means no extension.
 *
 * <pre>
 * 8128 magic u32, stored last                 8132 feature bits u32
 * 8136 EVENT WORD u32, a futex                8140 zero
 * 8144 INCARNATION u64, 0 while a take-over is under way
 * 8152 start time of the writer's process u64 8160 creation time u64, wall-clock ns
 * 8168 pid namespace of the writer u64        8176 zero
 * </pre>
 *
 * On Linux the writer holds a write lock on these bytes of the file for as long as it
 * lives, of the open-file-description kind.
 */
public final class ExtensionLayout {

	public static final long START = HeaderLayout.SLOTS_START - HeaderLayout.REGISTRY_ENTRY_BYTES;

	public static final long BYTES = HeaderLayout.REGISTRY_ENTRY_BYTES;

	public static final long MAGIC_OFFSET = START;

	public static final long FEATURES_OFFSET = START + 4;

	/**
	 * What readers sleep on in the kernel: bit 0 says that one may be asleep, the others
	 * count what happened.
	 */
	public static final long EVENT_OFFSET = START + 8;

	public static final long INCARNATION_OFFSET = START + 16;

	public static final long START_TIME_OFFSET = START + 24;

	public static final long CREATION_TIME_OFFSET = START + 32;

	public static final long PID_NAMESPACE_OFFSET = START + 40;

	/** The bytes {@code GBJ1}. */
	public static final int MAGIC = 0x314A_4247;

	/** The writer wakes who says in the event word that he sleeps. */
	public static final int FEATURE_WAKES = 1;

	/** A background thread stamps the heartbeat, whether samples are written or not. */
	public static final int FEATURE_BACKGROUND_HEARTBEAT = 2;

	/** The writer holds a lock on these bytes. */
	public static final int FEATURE_WRITER_LOCK = 4;

	/** Slots say more of their samples than the payload, see {@link SlotLayout}. */
	public static final int FEATURE_SLOT_FIELDS = 8;

	/** The writer changes the event word and wakes at every sample. */
	public static final int FEATURE_WAKES_ALWAYS = 16;

	/** Of the event word: a reader may be asleep. */
	public static final int EVENT_SLEEPERS = 1;

	/** What is added to the event word where no sample is its reason. */
	public static final int EVENT_STEP = 2;

	/** The incarnation while it is not certain who writes. */
	public static final long NO_INCARNATION = 0;

	private ExtensionLayout() {
	}

}
