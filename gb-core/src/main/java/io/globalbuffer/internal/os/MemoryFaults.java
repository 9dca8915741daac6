package io.globalbuffer.internal.os;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

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

	/** No system has smaller pages. */
	private static final long PAGE_BYTES = 4096;

	private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle();

	private MemoryFaults() {
	}

	/**
	 * Lets a fault of the accesses before it surface here: the loop's back edge polls,
	 * since nobody knows how often it will be taken. Call it inside the guard, before
	 * anything that was read leaves it.
	 */
	public static void surface() {
		int round = 0;
		while (round < rounds) {
			round++;
		}
	}

	/**
	 * Looks whether all pages of some memory are there.
	 * @param memory the memory
	 * @throws InternalError if one was taken away, here or at the next
	 * {@linkplain #surface() chance}
	 */
	public static void touch(MemorySegment memory) {
		long size = memory.byteSize();
		for (long offset = 0; offset < size; offset += PAGE_BYTES) {
			// opaque: a load of which nobody uses the value must not be left out
			BYTE.getOpaque(memory, offset);
		}
		if (size > 0) {
			BYTE.getOpaque(memory, size - 1);
		}
	}

}
