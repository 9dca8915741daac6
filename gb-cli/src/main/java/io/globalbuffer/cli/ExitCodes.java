// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

/**
 * What a command returns to the shell.
 */
final class ExitCodes {

	static final int OK = 0;

	/** It could not be done, or something is wrong with what was looked at. */
	static final int FAILED = 1;

	/** The command line makes no sense. */
	static final int USAGE = 2;

	/** There is no such stream, or no sample in it. */
	static final int NOTHING_THERE = 3;

	/** Ctrl-C: what a shell says of a program that SIGINT ended. */
	static final int INTERRUPTED = 130;

	/**
	 * Nobody reads the output any more: what a shell says of a program that SIGPIPE
	 * ended.
	 */
	static final int BROKEN_PIPE = 141;

	private ExitCodes() {
	}

}
