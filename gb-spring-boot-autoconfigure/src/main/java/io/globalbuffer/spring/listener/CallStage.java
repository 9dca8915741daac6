// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

/**
 * How far a sample has come on its way through a listener.
 */
enum CallStage {

	/** It is made of the bytes in the segment. */
	DECODING("decoding"),

	/** The filter looks at it, and may leave it out. */
	FILTER("the filter"),

	/** The method has it. */
	METHOD("the method"),

	/** What the method returned goes to another buffer. */
	SENDING("sending what the method returned"),

	/** It was given up, and goes to another buffer. */
	KEEPING("keeping what was given up");

	private final String label;

	CallStage(String label) {
		this.label = label;
	}

	/** What failed, for messages to people. */
	String label() {
		return this.label;
	}

}
