// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

import io.globalbuffer.exception.CodecException;

/**
 * The outside of one encoded message: walks over the bytes without building anything and
 * refuses what is not exactly one well-formed MessagePack map. What decodes after it
 * meets neither missing nor superfluous bytes, nor more levels than a thread's stack
 * takes. Needs a fixed amount of memory, for any lengths that the bytes declare.
 *
 * @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">The MessagePack
 * specification</a>
 */
final class MessagePackFrame {

	/** The most maps and lists inside one another. */
	static final int MAX_DEPTH = 100;

	private static final int INITIAL_DEPTH = 8;

	private static final int CHARACTERS_AT_A_TIME = 512;

	private final byte[] bytes;

	private final int end;

	private int position;

	/** The values still to come, by level; in a map keys and values alternate. */
	private long[] pending = new long[INITIAL_DEPTH];

	private boolean[] map = new boolean[INITIAL_DEPTH];

	private int depth;

	private MessagePackFrame(byte[] bytes, int length) {
		this.bytes = bytes;
		this.end = length;
	}

	/**
	 * Checks one message.
	 * @param bytes an array that begins with the message
	 * @param length how many bytes are the message's
	 * @throws CodecException if these bytes are not one well-formed map
	 */
	static void check(byte[] bytes, int length) {
		new MessagePackFrame(bytes, length).check();
	}

	private void check() {
		if (this.end == 0) {
			throw new CodecException("The sample is no message: it has no bytes");
		}
		int first = Byte.toUnsignedInt(this.bytes[0]);
		if (!isMap(first)) {
			throw new CodecException(String.format(Locale.ROOT,
					"The sample is no message: a message is a map, this begins with byte 0x%02x", first));
		}
		value();
		while (this.depth > 0) {
			int level = this.depth - 1;
			if (this.pending[level] == 0) {
				this.depth--;
			}
			else {
				boolean key = this.map[level] && this.pending[level] % 2 == 0;
				this.pending[level]--;
				if (key) {
					requireKey();
				}
				value();
			}
		}
		if (this.position < this.end) {
			throw new CodecException("The message ends at byte " + this.position + ", but " + (this.end - this.position)
					+ " more follow it");
		}
	}

	private void requireKey() {
		require(1);
		int opcode = Byte.toUnsignedInt(this.bytes[this.position]);
		boolean container = (opcode >= 0x80 && opcode <= 0x9f) || (opcode >= 0xdc && opcode <= 0xdf);
		boolean opaque = (opcode >= 0xc4 && opcode <= 0xc9) || (opcode >= 0xd4 && opcode <= 0xd8);
		if (container || opaque || opcode == 0xc0) {
			throw malformed(String.format(Locale.ROOT,
					"a key of a map must be text, a number or a boolean, not what byte 0x%02x begins", opcode));
		}
	}

	private void value() {
		require(1);
		int opcode = Byte.toUnsignedInt(this.bytes[this.position++]);
		if (opcode < 0x80 || opcode >= 0xe0) {
			return;
		}
		if (opcode < 0xc0) {
			if (opcode < 0x90) {
				enter(opcode & 0xf, true);
			}
			else if (opcode < 0xa0) {
				enter(opcode & 0xf, false);
			}
			else {
				text(opcode & 0x1f);
			}
			return;
		}
		switch (opcode) {
			case 0xc0, 0xc2, 0xc3 -> {
			}
			case 0xc4, 0xc5, 0xc6 -> skip(unsigned(1 << (opcode - 0xc4)));
			case 0xc7, 0xc8, 0xc9 -> skip(unsigned(1 << (opcode - 0xc7)) + 1);
			case 0xca -> skip(Float.BYTES);
			case 0xcb -> skip(Double.BYTES);
			case 0xcc, 0xcd, 0xce, 0xcf -> skip(1 << (opcode - 0xcc));
			case 0xd0, 0xd1, 0xd2, 0xd3 -> skip(1 << (opcode - 0xd0));
			case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> skip((1 << (opcode - 0xd4)) + 1);
			case 0xd9, 0xda, 0xdb -> text(unsigned(1 << (opcode - 0xd9)));
			case 0xdc, 0xdd -> enter(unsigned(2 << (opcode - 0xdc)), false);
			case 0xde, 0xdf -> enter(unsigned(2 << (opcode - 0xde)), true);
			default -> throw malformed(String.format(Locale.ROOT, "byte 0x%02x begins no value", opcode));
		}
	}

	private void enter(long size, boolean isMap) {
		if (this.depth == MAX_DEPTH) {
			throw malformed("maps and lists lie more than " + MAX_DEPTH + " deep in one another");
		}
		long values = isMap ? 2 * size : size;
		// each value takes a byte at least
		require(values);
		if (this.depth == this.map.length) {
			int levels = Math.min(2 * this.depth, MAX_DEPTH);
			this.pending = Arrays.copyOf(this.pending, levels);
			this.map = Arrays.copyOf(this.map, levels);
		}
		this.pending[this.depth] = values;
		this.map[this.depth] = isMap;
		this.depth++;
	}

	private void text(long length) {
		require(length);
		int start = this.position;
		this.position += (int) length;
		for (int i = start; i < this.position; i++) {
			if (this.bytes[i] < 0) {
				requireUnicode(start);
				return;
			}
		}
	}

	private void requireUnicode(int start) {
		ByteBuffer text = ByteBuffer.wrap(this.bytes, start, this.position - start);
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
		CharBuffer characters = CharBuffer.allocate(Math.min(text.remaining(), CHARACTERS_AT_A_TIME));
		CoderResult result;
		do {
			characters.clear();
			result = decoder.decode(text, characters, true);
		}
		while (result.isOverflow());
		if (result.isError()) {
			throw new CodecException("The message is malformed at byte " + start + ": the text is not UTF-8");
		}
	}

	private void skip(long length) {
		require(length);
		this.position += (int) length;
	}

	private long unsigned(int size) {
		require(size);
		long value = BigEndian.getUnsigned(this.bytes, this.position, size);
		this.position += size;
		return value;
	}

	private void require(long length) {
		int left = this.end - this.position;
		if (length > left) {
			throw malformed("it is cut off, at least " + length + " bytes should follow, " + left + " do");
		}
	}

	private CodecException malformed(String reason) {
		return new CodecException("The message is malformed at byte " + this.position + ": " + reason);
	}

	/** Whether a byte begins a map. */
	static boolean isMap(int opcode) {
		return (opcode >= 0x80 && opcode <= 0x8f) || opcode == 0xde || opcode == 0xdf;
	}

}
