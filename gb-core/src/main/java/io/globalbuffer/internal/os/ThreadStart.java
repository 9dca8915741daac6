// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import io.globalbuffer.exception.GlobalBufferException;

/**
 * Starts threads, and says what to do where the system has no room for one.
 */
public final class ThreadStart {

	private ThreadStart() {
	}

	/**
	 * Starts a thread.
	 * @param thread the thread
	 * @param without what does not happen without it, for messages
	 * @param remedy what to do again when there is room, for messages
	 * @throws GlobalBufferException if the system has no room for it
	 */
	public static void start(Thread thread, String without, String remedy) {
		try {
			thread.start();
		}
		catch (OutOfMemoryError ex) {
			throw new GlobalBufferException("Cannot start thread '" + thread.getName() + "', without which " + without
					+ ". Allow this process more threads (ulimit -u, or the pids limit of its container), or have it "
					+ "start fewer, and " + remedy, ex);
		}
	}

}
