// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

/**
 * A command cannot do what it was asked for. The message is for the person who asked.
 */
final class CommandException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int exitCode;

	CommandException(String message) {
		this(ExitCodes.FAILED, message);
	}

	CommandException(int exitCode, String message) {
		super(message);
		this.exitCode = exitCode;
	}

	int exitCode() {
		return this.exitCode;
	}

}
