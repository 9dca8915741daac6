// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Messages of the one key "v", whose value is a list or a map of many equal parts.
 */
public final class RepeatedValues {

	private static final int HEADER = 8;

	private RepeatedValues() {
	}

	/**
	 * A list.
	 * @param count how many elements
	 * @param element the bytes of one, in hexadecimal digits
	 */
	public static byte[] list(int count, String element) {
		byte[] part = HexFormat.of().parseHex(element);
		ByteBuffer bytes = ByteBuffer.allocate(HEADER + count * part.length)
			.put((byte) 0x81)
			.put((byte) 0xa1)
			.put((byte) 'v')
			.put((byte) 0xdd)
			.putInt(count);
		for (int i = 0; i < count; i++) {
			bytes.put(part);
		}
		return bytes.array();
	}

	/**
	 * A list that fills a message.
	 * @param size about how many bytes the message has
	 * @param element the bytes of an element, in hexadecimal digits
	 */
	public static byte[] ofSize(int size, String element) {
		return list((size - HEADER) / (element.length() / 2), element);
	}

}
