// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/**
 * Keeps interrupts away from the short work on a segment's file: an interrupt would close
 * the file's channel, and what the thread is to stop is a wait, not this.
 */
public final class Interrupts {

	/**
	 * Work on a file, which may be done again from the beginning.
	 *
	 * @param <T> the type of its result
	 */
	@FunctionalInterface
	public interface FileWork<T> {

		/**
		 * Does the work.
		 * @return its result
		 * @throws IOException if the file system refuses
		 */
		T run() throws IOException;

	}

	private Interrupts() {
	}

	/**
	 * Does some work, again if an interrupt spoils it. A thread that is interrupted
	 * before or meanwhile is so afterwards.
	 * @param <T> the type of the result
	 * @param work the work
	 * @return its result
	 * @throws IOException what the work throws
	 */
	public static <T> T deferred(FileWork<T> work) throws IOException {
		boolean interrupted = Thread.interrupted();
		try {
			while (true) {
				try {
					return work.run();
				}
				catch (ClosedByInterruptException ex) {
					interrupted = true;
					Thread.interrupted();
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
