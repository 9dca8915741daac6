// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * A path as the kernel has it: bytes. A path's text is no way to them, since what is no
 * text in the charset of this process is lost there. Its URI has each byte.
 */
final class PathBytes {

	private static final char ESCAPE = '%';

	private static final int ESCAPE_LENGTH = 3;

	private static final int HEXADECIMAL = 16;

	private PathBytes() {
	}

	/**
	 * The bytes of a path, as a string of C.
	 * @param arena where to allocate it
	 * @param path the path; made absolute, and without a slash at its end, by which a
	 * symbolic link would be followed
	 * @return the bytes and a zero
	 */
	static MemorySegment of(Arena arena, Path path) {
		byte[] bytes = of(path.toUri().getRawPath());
		int length = bytes.length;
		if (length > 1 && bytes[length - 1] == '/') {
			length--;
		}
		MemorySegment string = arena.allocate(length + 1L);
		MemorySegment.copy(bytes, 0, string, ValueLayout.JAVA_BYTE, 0, length);
		return string;
	}

	private static byte[] of(String escaped) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
		int index = 0;
		while (index < escaped.length()) {
			char character = escaped.charAt(index);
			if (character == ESCAPE) {
				bytes.write(Integer.parseInt(escaped, index + 1, index + ESCAPE_LENGTH, HEXADECIMAL));
				index += ESCAPE_LENGTH;
			}
			else {
				bytes.write(character);
				index++;
			}
		}
		return bytes.toByteArray();
	}

}
