// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Gives a new file its size and real memory behind it by writing zeros, where the system
 * has no call for that.
 */
final class Zeros {

	private static final int BLOCK = 1 << 20;

	private Zeros() {
	}

	/**
	 * Fills a file up to a size; does nothing to one that has it already.
	 * @param file the file, writable
	 * @param size its size
	 * @param path its name, or one in the same directory
	 * @return {@code false} if the file system is too full
	 * @throws IOException if it cannot be written
	 */
	static boolean fill(OpenFile file, long size, Path path) throws IOException {
		if (file.facts().size() >= size) {
			return true;
		}
		// asked first: filling the file system up would leave nothing for others
		// meanwhile
		if (isTooFull(path, size)) {
			return false;
		}
		try {
			return Interrupts.deferred(() -> write(file, size));
		}
		catch (IOException ex) {
			if (isTooFull(path, size)) {
				return false;
			}
			throw ex;
		}
	}

	private static boolean write(OpenFile file, long size) throws IOException {
		try (FileChannel channel = file.channel(true)) {
			// the full size in one step: a Python peer that attaches meanwhile would map
			// only part of a file that grows, and crash at the first slot
			channel.write(ByteBuffer.allocate(1), size - 1);
			ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(size, BLOCK));
			for (long position = 0; position < size;) {
				zeros.clear().limit((int) Math.min(size - position, zeros.capacity()));
				position += channel.write(zeros, position);
			}
			return true;
		}
	}

	/** Not if it cannot be told: then the attempt shows it. */
	private static boolean isTooFull(Path path, long size) {
		OptionalLong free = FreeSpace.of(path);
		return free.isPresent() && free.getAsLong() < size;
	}

}
