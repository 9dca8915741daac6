// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One line on standard error that is written anew now and then, and erased in the end;
 * nothing where that is no terminal.
 */
final class Progress implements AutoCloseable {

	private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private static final String ERASE_TO_END = "\u001b[K";

	private final Output errors;

	private final boolean shown;

	private long last = System.nanoTime();

	private boolean begun;

	Progress(Shell shell) {
		this.errors = shell.errors();
		this.shown = shell.progress();
	}

	/**
	 * Shows a text, unless one has just been shown.
	 * @param text the text, shorter than a line of a terminal
	 */
	void show(Supplier<String> text) {
		long now = System.nanoTime();
		if (this.shown && now - this.last >= PERIOD_NANOS) {
			this.last = now;
			this.begun = true;
			print("\r" + text.get() + ERASE_TO_END);
		}
	}

	/** Takes it off the screen. */
	void erase() {
		if (this.begun) {
			print("\r" + ERASE_TO_END);
		}
	}

	@Override
	public void close() {
		erase();
	}

	private void print(String text) {
		this.errors.text(text);
		this.errors.flush();
	}

}
