// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.process;

/**
 * What a child process can do for its parent.
 */
@FunctionalInterface
public interface Commands {

	/**
	 * Do a command.
	 * @param command one line
	 * @return the answer, one line
	 * @throws Exception if it fails, which ends the process
	 */
	String run(String command) throws Exception;

	/**
	 * Clean up, for the parent has gone, and the process ends when this returns. Called
	 * by another thread than the commands, perhaps while one of them runs.
	 */
	default void end() {
	}

}
