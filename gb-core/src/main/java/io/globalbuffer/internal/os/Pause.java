// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.util.concurrent.locks.LockSupport;

/**
 * A short pause in a wait that is bounded otherwise and that an interrupt does not end.
 */
public final class Pause {

	private Pause() {
	}

	/**
	 * Pauses, also in a thread that was interrupted; it stays interrupted.
	 * @param nanos at most how long, in nanoseconds
	 */
	public static void of(long nanos) {
		boolean interrupted = Thread.interrupted();
		LockSupport.parkNanos(nanos);
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
