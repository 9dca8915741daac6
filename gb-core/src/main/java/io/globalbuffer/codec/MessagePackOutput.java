// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.math.BigInteger;

/**
 * Puts values into a message, each in its shortest form.
 *
 * @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">The MessagePack
 * specification</a>
 */
final class MessagePackOutput {

	private static final int NIL = 0xc0;

	private static final int FALSE = 0xc2;

	private static final int TRUE = 0xc3;

	private static final int BINARY = 0xc4;

	private static final int EXTENSION = 0xc7;

	private static final int DOUBLE = 0xcb;

	private static final int UNSIGNED = 0xcc;

	private static final int SIGNED = 0xd0;

	private static final int FIXED_EXTENSION = 0xd4;

	private static final int SHORT_TEXT = 0xa0;

	private static final int TEXT = 0xd9;

	private static final int SHORTEST_TEXT = 32;

	private static final int SMALL_LIST = 0x90;

	private static final int LIST = 0xdc;

	private static final int SMALL_MAP = 0x80;

	private static final int MAP = 0xde;

	private static final int SMALL = 16;

	private static final int BYTES_END = 1 << Byte.SIZE;

	private static final int SHORTS_END = 1 << Short.SIZE;

	private static final int NEGATIVE_START = -32;

	private static final int ASCII_END = 0x80;

	private static final int TWO_BYTES_END = 0x800;

	private final EncodedMessage target;

	MessagePackOutput(EncodedMessage target) {
		this.target = target;
	}

	/** Where the next value comes. */
	int position() {
		return this.target.length();
	}

	void nil() {
		putByte(NIL);
	}

	void flag(boolean value) {
		putByte(value ? TRUE : FALSE);
	}

	void number(double value) {
		int start = this.target.extend(1 + Double.BYTES);
		this.target.bytes()[start] = (byte) DOUBLE;
		BigEndian.putLong(this.target.bytes(), start + 1, Double.doubleToRawLongBits(value));
	}

	void integer(long value) {
		if (value >= 0) {
			positive(value);
		}
		else if (value >= NEGATIVE_START) {
			putByte((int) value);
		}
		else if (value >= Byte.MIN_VALUE) {
			sized(SIGNED, Byte.BYTES, value);
		}
		else if (value >= Short.MIN_VALUE) {
			sized(SIGNED + 1, Short.BYTES, value);
		}
		else if (value >= Integer.MIN_VALUE) {
			sized(SIGNED + 2, Integer.BYTES, value);
		}
		else {
			sized(SIGNED + 3, Long.BYTES, value);
		}
	}

	private void positive(long value) {
		if (value <= Byte.MAX_VALUE) {
			putByte((int) value);
		}
		else if (value < BYTES_END) {
			sized(UNSIGNED, Byte.BYTES, value);
		}
		else if (value < SHORTS_END) {
			sized(UNSIGNED + 1, Short.BYTES, value);
		}
		else if (value >>> Integer.SIZE == 0) {
			sized(UNSIGNED + 2, Integer.BYTES, value);
		}
		else {
			sized(UNSIGNED + 3, Long.BYTES, value);
		}
	}

	/**
	 * Puts an integer.
	 * @param value from -2<sup>63</sup> to 2<sup>64</sup> - 1
	 */
	void integer(BigInteger value) {
		if (value.bitLength() < Long.SIZE) {
			integer(value.longValue());
		}
		else {
			sized(UNSIGNED + 3, Long.BYTES, value.longValue());
		}
	}

	/**
	 * Puts text.
	 * @param text the text, which is Unicode
	 * @param utf8Length how many bytes it has in UTF-8
	 */
	void text(String text, int utf8Length) {
		textHeader(utf8Length);
		int start = this.target.extend(utf8Length);
		if (utf8Length == text.length()) {
			ascii(text, start);
		}
		else {
			utf8(text, start);
		}
	}

	void text(byte[] utf8) {
		textHeader(utf8.length);
		put(utf8, 0, utf8.length);
	}

	private void ascii(String text, int start) {
		byte[] bytes = this.target.bytes();
		for (int i = 0; i < text.length(); i++) {
			bytes[start + i] = (byte) text.charAt(i);
		}
	}

	private void utf8(String text, int start) {
		byte[] bytes = this.target.bytes();
		int index = start;
		for (int i = 0; i < text.length(); i++) {
			int character = text.charAt(i);
			if (character < ASCII_END) {
				bytes[index++] = (byte) character;
				continue;
			}
			if (Character.isHighSurrogate((char) character)) {
				i++;
				character = Character.toCodePoint((char) character, text.charAt(i));
				bytes[index++] = (byte) (0xf0 | (character >> 18));
				bytes[index++] = continued(character >> 12);
				bytes[index++] = continued(character >> 6);
			}
			else if (character >= TWO_BYTES_END) {
				bytes[index++] = (byte) (0xe0 | (character >> 12));
				bytes[index++] = continued(character >> 6);
			}
			else {
				bytes[index++] = (byte) (0xc0 | (character >> 6));
			}
			bytes[index++] = continued(character);
		}
	}

	private static byte continued(int bits) {
		return (byte) (0x80 | (bits & 0x3f));
	}

	private void textHeader(int length) {
		if (length < SHORTEST_TEXT) {
			putByte(SHORT_TEXT | length);
		}
		else {
			sized(TEXT, length);
		}
	}

	void binary(byte[] bytes, int offset, int length) {
		sized(BINARY, length);
		put(bytes, offset, length);
	}

	void extension(byte type, byte[] data) {
		int length = data.length;
		if (Integer.bitCount(length) == 1 && length <= 16) {
			putByte(FIXED_EXTENSION + Integer.numberOfTrailingZeros(length));
		}
		else {
			sized(EXTENSION, length);
		}
		putByte(type);
		put(data, 0, length);
	}

	/** Begins a list or a map, whose size may turn out to be another one. */
	void begin(boolean map, int size) {
		int length = headerLength(size);
		header(this.target.extend(length), map, size);
	}

	/**
	 * Ends a list or a map.
	 * @param start where it began
	 * @param map whether it is a map
	 * @param expected the size that it began with
	 * @param size the size that it has
	 */
	void end(int start, boolean map, int expected, int size) {
		if (size != expected) {
			this.target.resize(start, headerLength(expected), headerLength(size));
			header(start, map, size);
		}
	}

	private static int headerLength(int size) {
		if (size < SMALL) {
			return 1;
		}
		return 1 + ((size < SHORTS_END) ? Short.BYTES : Integer.BYTES);
	}

	private void header(int start, boolean map, int size) {
		byte[] bytes = this.target.bytes();
		if (size < SMALL) {
			bytes[start] = (byte) ((map ? SMALL_MAP : SMALL_LIST) | size);
		}
		else if (size < SHORTS_END) {
			bytes[start] = (byte) (map ? MAP : LIST);
			BigEndian.putShort(bytes, start + 1, size);
		}
		else {
			bytes[start] = (byte) ((map ? MAP : LIST) + 1);
			BigEndian.putInt(bytes, start + 1, size);
		}
	}

	/** What begins with a length of one, two or four bytes. */
	private void sized(int opcode, int length) {
		if (length < BYTES_END) {
			sized(opcode, Byte.BYTES, length);
		}
		else if (length < SHORTS_END) {
			sized(opcode + 1, Short.BYTES, length);
		}
		else {
			sized(opcode + 2, Integer.BYTES, length);
		}
	}

	private void sized(int opcode, int size, long value) {
		int start = this.target.extend(1 + size);
		byte[] bytes = this.target.bytes();
		bytes[start] = (byte) opcode;
		switch (size) {
			case Byte.BYTES -> bytes[start + 1] = (byte) value;
			case Short.BYTES -> BigEndian.putShort(bytes, start + 1, (int) value);
			case Integer.BYTES -> BigEndian.putInt(bytes, start + 1, (int) value);
			default -> BigEndian.putLong(bytes, start + 1, value);
		}
	}

	private void putByte(int value) {
		int start = this.target.extend(1);
		this.target.bytes()[start] = (byte) value;
	}

	private void put(byte[] bytes, int offset, int length) {
		int start = this.target.extend(length);
		System.arraycopy(bytes, offset, this.target.bytes(), start, length);
	}

}
