// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.process;

import java.util.ArrayDeque;
import java.util.Queue;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Processes for tests that use many, started while the test is still busy with those
 * before. What is not used is ended after all tests of the class.
 */
public final class SpareProcesses implements AfterAllCallback {

	private final JavaCommand command;

	private final int count;

	private final Queue<JavaProcess> spares = new ArrayDeque<>();

	/**
	 * Create the extension, which starts nothing before the first use.
	 * @param command the command that starts each
	 * @param count how many are started in advance
	 */
	public SpareProcesses(JavaCommand command, int count) {
		this.command = command;
		this.count = count;
	}

	/**
	 * Return a process that nobody has used, and start another one.
	 * @return the process, which the caller closes
	 */
	public JavaProcess next() {
		while (this.spares.size() <= this.count) {
			this.spares.add(JavaProcess.start(this.command));
		}
		return this.spares.remove();
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.spares.forEach(JavaProcess::close);
		this.spares.clear();
	}

}
