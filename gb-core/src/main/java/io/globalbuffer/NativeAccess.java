// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.internal.os.Futex;
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

	/**
	 * Whether native calls are used.
	 * @return {@code false} where the JVM or the system has none, and once they are
	 * switched off
	 * @throws io.globalbuffer.exception.GlobalBufferException if that cannot be decided
	 * for want of memory or descriptors
	 */
	public static boolean isUsed() {
		return NativeCalls.areNative();
	}

	/**
	 * Whether readers sleep in the kernel until a writer wakes them, which takes futexes.
	 * Otherwise they look for samples again and again.
	 * @return {@code false} without native calls, and where the system refuses futexes
	 */
	public static boolean wakesReaders() {
		return NativeCalls.system().futex().filter((futex) -> !futex.isRefused()).isPresent();
	}

	/**
	 * Whether a thread can sleep on several words at once, which takes Linux 5.16: an
	 * interruption then wakes a reader at once.
	 * @return {@code false} without native calls, and where the system refuses
	 * {@code futex_waitv}
	 */
	public static boolean wakesOnInterruption() {
		return NativeCalls.system().futex().filter(Futex::waitsForAny).isPresent();
	}

}
