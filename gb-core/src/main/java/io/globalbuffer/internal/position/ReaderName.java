// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.position;

import java.nio.charset.StandardCharsets;

/**
 * A reader that goes on where it stopped.
 *
 * @param buffer the buffer's name
 * @param identity what tells it from others that read the same buffer
 */
public record ReaderName(String buffer, String identity) {

	private static final int LONGEST_IDENTITY = 1024;

	/**
	 * Names a reader.
	 * @throws IllegalArgumentException if the identity cannot be one
	 */
	public ReaderName {
		byte[] bytes = identity.getBytes(StandardCharsets.UTF_8);
		if (identity.isBlank() || bytes.length > LONGEST_IDENTITY
				|| identity.codePoints().anyMatch(Character::isISOControl)
				|| !new String(bytes, StandardCharsets.UTF_8).equals(identity)) {
			throw new IllegalArgumentException("'" + identity + "' cannot be the identity of a reader of buffer '"
					+ buffer + "': use a text of up to " + LONGEST_IDENTITY + " bytes that people can read");
		}
	}

	@Override
	public String toString() {
		return "reader '" + this.identity + "' of buffer '" + this.buffer + "'";
	}

}
