// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.internal.os.NativeCalls;

/**
 * Whether this process asks the operating system by native calls. It does where the JVM
 * allows it ({@code --enable-native-access}), unless they are switched off here.
 */
public final class NativeAccess {

	private NativeAccess() {
	}

	/**
	 * Gets native calls ready, which takes the JVM a while, and which otherwise the first
	 * buffer does: for another thread of an application that is starting. Does nothing
	 * where they are switched off, or ready. May be called by any thread, and again.
	 * @throws GlobalBufferException if that cannot be done for want of memory or
	 * descriptors; the first buffer tries again
	 */
	public static void prepare() {
		NativeCalls.system();
	}

	/**
	 * Does without native calls from now on, in the whole process and for good: writers
	 * then hold no lock, and a buffer is taken over only from a writer that closed it.
	 * What is open already stays as it is. May be called by any thread, and again.
	 */
	public static void switchOff() {
		NativeCalls.switchOff();
	}

}
