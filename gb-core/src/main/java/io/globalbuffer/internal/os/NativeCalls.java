package io.globalbuffer.internal.os;

/**
 * What the operating system is asked for beyond what the JDK offers. Safe for use by many
 * threads.
 */
public interface NativeCalls {

	/**
	 * Whether a process exists.
	 * @param pid its id, as somebody claims it
	 * @return the state, {@link ProcessState#UNKNOWN} where the id cannot be one
	 */
	ProcessState processState(long pid);

	/**
	 * The calls of this system; on any but Linux, or where the JVM refuses native access,
	 * a fallback that knows nothing.
	 * @return the calls
	 */
	static NativeCalls system() {
		return SystemCalls.INSTANCE;
	}

}
