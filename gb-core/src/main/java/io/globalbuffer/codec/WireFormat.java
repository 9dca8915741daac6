// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.util.Arrays;
import java.util.Optional;

/**
 * The forms that messages have in a segment, with the numbers by which its header names
 * them.
 */
public enum WireFormat {

	/** Maps of MessagePack, with a JSON schema. */
	MESSAGE_PACK(1, "MessagePack maps"),

	/** Messages of protobuf, with the descriptor of their .proto file. */
	PROTOBUF(2, "protobuf messages");

	private final int number;

	private final String samples;

	WireFormat(int number, String samples) {
		this.number = number;
		this.samples = samples;
	}

	/**
	 * Returns the format of a number.
	 * @param number as in a segment's header
	 * @return the format; empty if the number is not known
	 */
	public static Optional<WireFormat> of(int number) {
		return Arrays.stream(values()).filter((format) -> format.number == number).findFirst();
	}

	/**
	 * The number in a segment's header.
	 * @return the number, not 0
	 */
	public int number() {
		return this.number;
	}

	/**
	 * Returns what the samples are, for messages to people.
	 * @return for example {@code MessagePack maps}
	 */
	@Override
	public String toString() {
		return this.samples;
	}

}
