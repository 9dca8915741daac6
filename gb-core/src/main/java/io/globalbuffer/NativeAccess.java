// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import io.globalbuffer.internal.os.NativeCalls;

/**
 * Whether this process asks the operating system by native calls. It does where the JVM
 * allows it ({@code --enable-native-access}), unless they are switched off here.
 */
public final class NativeAccess {

	private NativeAccess() {
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
