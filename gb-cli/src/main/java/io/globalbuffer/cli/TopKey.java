// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.IOException;

import org.jline.utils.NonBlockingReader;

/**
 * A key that was pressed.
 *
 * @param kind which
 * @param character of {@link Kind#CHARACTER}
 */
record TopKey(Kind kind, char character) {

	private static final int INTERRUPT_CODE = 3;

	private static final int ESCAPE_CODE = 27;

	private static final int DELETE_CODE = 127;

	/** What follows an escape that begins a code comes at once. */
	private static final long CODE_MILLIS = 50;

	/**
	 * What can be pressed.
	 */
	enum Kind {

		/** None in time. */
		NONE,

		/** The input has ended: the terminal is gone. */
		END,

		/** Ctrl-C, which is no signal while keys are read one by one. */
		INTERRUPT,

		/** The arrow upwards. */
		UP,

		/** The arrow downwards. */
		DOWN,

		/** Return. */
		ENTER,

		/** Escape. */
		ESCAPE,

		/** The key that removes the last character. */
		BACKSPACE,

		/** A letter, digit or sign. */
		CHARACTER

	}

	TopKey(Kind kind) {
		this(kind, '\0');
	}

	/**
	 * Waits for a key.
	 * @param millis how long
	 */
	static TopKey read(NonBlockingReader reader, long millis) throws IOException {
		int code = reader.read(millis);
		return switch (code) {
			case NonBlockingReader.READ_EXPIRED -> new TopKey(Kind.NONE);
			case NonBlockingReader.EOF -> new TopKey(Kind.END);
			case INTERRUPT_CODE -> new TopKey(Kind.INTERRUPT);
			case '\r', '\n' -> new TopKey(Kind.ENTER);
			case '\b', DELETE_CODE -> new TopKey(Kind.BACKSPACE);
			case ESCAPE_CODE -> escaped(reader);
			default -> new TopKey((code < ' ') ? Kind.NONE : Kind.CHARACTER, (char) code);
		};
	}

	private static TopKey escaped(NonBlockingReader reader) throws IOException {
		int next = reader.read(CODE_MILLIS);
		if (next != '[' && next != 'O') {
			return new TopKey(Kind.ESCAPE);
		}
		int last = reader.read(CODE_MILLIS);
		// numbers come before the letter or sign that ends a code
		while (last >= ' ' && last < '@') {
			last = reader.read(CODE_MILLIS);
		}
		return switch (last) {
			case 'A' -> new TopKey(Kind.UP);
			case 'B' -> new TopKey(Kind.DOWN);
			default -> new TopKey(Kind.NONE);
		};
	}

}
