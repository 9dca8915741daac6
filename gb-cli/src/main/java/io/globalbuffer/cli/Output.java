// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Where a command prints to. Unlike a {@link java.io.PrintStream} it says when nobody
 * reads any more: with {@link OutputClosedException}, which ends the command. Buffered
 * until it is flushed.
 */
final class Output extends OutputStream {

	private final OutputStream target;

	Output(OutputStream target) {
		this.target = new BufferedOutputStream(target);
	}

	/**
	 * Prints a line in UTF-8.
	 */
	void line(String text) {
		text(text + "\n");
	}

	/**
	 * Prints a text in UTF-8.
	 */
	void text(String text) {
		write(text.getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public void write(int value) {
		attempt(() -> this.target.write(value));
	}

	@Override
	public void write(byte[] bytes) {
		write(bytes, 0, bytes.length);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) {
		attempt(() -> this.target.write(bytes, offset, length));
	}

	@Override
	public void flush() {
		attempt(this.target::flush);
	}

	@Override
	public void close() {
		flush();
	}

	/**
	 * The same for those who print by a writer, such as the help.
	 */
	PrintWriter printWriter() {
		return new PrintWriter(new Writer() {

			@Override
			public void write(char[] characters, int offset, int length) {
				text(new String(characters, offset, length));
			}

			@Override
			public void flush() {
				Output.this.flush();
			}

			@Override
			public void close() {
				flush();
			}

		}, true);
	}

	private static void attempt(Attempt attempt) {
		try {
			attempt.run();
		}
		catch (IOException ex) {
			throw new OutputClosedException(ex);
		}
	}

	@FunctionalInterface
	private interface Attempt {

		void run() throws IOException;

	}

}
