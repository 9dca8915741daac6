package io.globalbuffer.internal.os;

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

	private MemoryFaults() {
	}

	/**
	 * Lets a fault of the accesses before it surface here: the loop's back edge polls,
	 * since nobody knows how often it will be taken. Call it inside the guard, before
	 * anything that was read leaves it.
	 */
	public static void surface() {
		for (int round = 0; round < rounds; round++) {
			// the poll is all there is to do; a spin hint would cost a write 15 ns
		}
	}

}
