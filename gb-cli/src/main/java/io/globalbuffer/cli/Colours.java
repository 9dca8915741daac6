// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import io.globalbuffer.WriterState;

/**
 * The colours of a terminal, or none.
 */
enum Colours {

	/** A terminal's. */
	ON,

	/** None. */
	OFF;

	String heading(String text) {
		return coded("1", text);
	}

	String good(String text) {
		return coded("32", text);
	}

	String warning(String text) {
		return coded("33", text);
	}

	String bad(String text) {
		return coded("31", text);
	}

	String quiet(String text) {
		return coded("2", text);
	}

	String state(WriterState state, String text) {
		return switch (state) {
			case ACTIVE -> good(text);
			case DEAD, PRESUMED_DEAD -> bad(text);
			case IDLE, UNKNOWN, UNLINKED, REPLACED, NEVER_SEEN -> warning(text);
			case CLOSED -> text;
		};
	}

	private String coded(String code, String text) {
		return (this == ON) ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
	}

}
