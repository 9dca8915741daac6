// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * One file of {@code /proc}, kept open and read again and again into the same memory: no
 * allocation once the memory is large enough. A cursor walks over the text. For one
 * thread at a time.
 */
final class ProcFile implements AutoCloseable {

	private static final int INITIAL_SIZE = 8192;

	private final Path path;

	// not a FileChannel, which an interrupt of the reading thread would close
	private final RandomAccessFile file;

	private byte[] text = new byte[INITIAL_SIZE];

	private int length;

	private int position;

	/**
	 * Opens the file.
	 * @param path where it is
	 * @throws UncheckedIOException if it cannot be opened: only Linux has it
	 */
	ProcFile(Path path) {
		this.path = path;
		try {
			this.file = new RandomAccessFile(path.toFile(), "r");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot open " + path + ": the pulse of the host is read from Linux's /proc",
					ex);
		}
	}

	/**
	 * Reads the whole file anew and puts the cursor at its start.
	 * @throws UncheckedIOException if reading fails
	 */
	void reload() {
		try {
			this.file.seek(0);
			this.length = 0;
			this.position = 0;
			int count;
			while ((count = this.file.read(this.text, this.length, this.text.length - this.length)) > 0) {
				this.length += count;
				if (this.length == this.text.length) {
					this.text = Arrays.copyOf(this.text, 2 * this.text.length);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + this.path, ex);
		}
	}

	/**
	 * Whether the cursor is past the last character.
	 * @return {@code true} at the end
	 */
	boolean atEnd() {
		return this.position >= this.length;
	}

	/**
	 * Whether the text at the cursor starts with a word; if so, moves behind it.
	 * @param word ASCII text
	 * @return {@code true} if it was there
	 */
	boolean skip(String word) {
		if (this.length - this.position < word.length()) {
			return false;
		}
		for (int i = 0; i < word.length(); i++) {
			if (this.text[this.position + i] != word.charAt(i)) {
				return false;
			}
		}
		this.position += word.length();
		return true;
	}

	/**
	 * Whether the cursor stands at a digit.
	 * @return {@code true} at one of 0 to 9
	 */
	boolean atDigit() {
		return this.position < this.length && isDigit(this.text[this.position]);
	}

	/**
	 * Skips spaces and reads an unsigned decimal number; a count beyond 63 bits wraps, as
	 * the kernel's own do.
	 * @return the number, 0 where there is none left in the line
	 */
	long readNumber() {
		while (this.position < this.length && this.text[this.position] == ' ') {
			this.position++;
		}
		long number = 0;
		while (atDigit()) {
			number = 10 * number + (this.text[this.position++] - '0');
		}
		return number;
	}

	/**
	 * Moves the cursor to the start of the next line.
	 */
	void nextLine() {
		while (this.position < this.length && this.text[this.position] != '\n') {
			this.position++;
		}
		this.position++;
	}

	/**
	 * Closes the file; doing so again does nothing.
	 */
	@Override
	public void close() {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot close " + this.path, ex);
		}
	}

	private static boolean isDigit(byte character) {
		return character >= '0' && character <= '9';
	}

}
