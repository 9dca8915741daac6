// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.process;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One process, started at its first use and kept for all tests of a class. A test that
 * fails may leave it in the middle of something, so that the next one gets a new one.
 */
public final class SharedProcess implements AfterEachCallback, AfterAllCallback {

	private final JavaCommand command;

	private @Nullable JavaProcess process;

	/**
	 * Create the extension, which starts nothing before the first use.
	 * @param command the command that starts the process
	 */
	public SharedProcess(JavaCommand command) {
		this.command = command;
	}

	/**
	 * Return the process.
	 * @return the process, which is closed after the tests
	 */
	public JavaProcess get() {
		JavaProcess running = (this.process != null) ? this.process : JavaProcess.start(this.command);
		this.process = running;
		return running;
	}

	@Override
	public void afterEach(ExtensionContext context) {
		if (context.getExecutionException().isPresent()) {
			afterAll(context);
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		if (this.process != null) {
			this.process.close();
			this.process = null;
		}
	}

}
