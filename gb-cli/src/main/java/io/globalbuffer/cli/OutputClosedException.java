// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.IOException;

/**
 * Output cannot be written: as a rule since the program that reads it has ended.
 */
final class OutputClosedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	OutputClosedException(IOException cause) {
		super(String.valueOf(cause.getMessage()), cause);
	}

	/**
	 * Whether the other end of a pipe has gone, which is no error: {@code gb cat x | head
	 * -1} means it so.
	 */
	boolean isBrokenPipe() {
		// the system's message is in the user's language
		return Shell.isPipe(1);
	}

}
