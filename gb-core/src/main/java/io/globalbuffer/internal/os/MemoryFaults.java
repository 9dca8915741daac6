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

	/** How the JVM's text of such an error begins. */
	private static final String FAULT = "a fault occurred in";

	private MemoryFaults() {
	}

	/**
	 * Whether an error is a fault of mapped memory, and not one of an application's own.
	 * @param error what an access threw
	 * @return {@code true} if memory was taken away
	 */
	public static boolean isFault(Error error) {
		return error instanceof InternalError && error.getMessage() != null && error.getMessage().startsWith(FAULT);
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

}
