// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Faults of mapped memory: what is behind it was truncated away, or there is no memory
 * for a hole. The JVM survives them and throws an {@link InternalError}, but in compiled
 * code not before the thread's next safepoint poll, which may lie behind the code that
 * guards the access; the loads in between give zeros.
 */
public final class MemoryFaults {

	/** Always 1, and the compiler must not know. */
	@SuppressWarnings("FieldMayBeFinal")
	private static volatile int rounds = 1;

	private static final int LARGER_THAN_BYTES = 1 << Byte.SIZE;

	private MemoryFaults() {
	}

	/**
	 * Lets a fault of the accesses before it surface here: the loop's back edge polls,
	 * since it is not known how often it will be taken. Call it inside the guard, before
	 * anything that was read leaves it.
	 */
	public static void surface() {
		int round = 0;
		while (round < rounds) {
			round++;
		}
	}

	/**
	 * Looks whether some memory is there. Files are truncated from their end: if anything
	 * of it was taken away, then its last byte.
	 * @param memory the memory
	 * @throws InternalError if it was taken away, here or at the next
	 * {@linkplain #surface() chance}
	 */
	public static void touch(MemorySegment memory) {
		long size = memory.byteSize();
		// the compiler leaves out a load whose value is not used, so it is
		// compared
		// with what only the compiler takes for possible
		if (size > 0 && memory.get(ValueLayout.JAVA_BYTE, size - 1) == rounds + LARGER_THAN_BYTES) {
			throw new AssertionError("No byte is that large");
		}
	}

}
