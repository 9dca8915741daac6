// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.File;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * How much room a file system has.
 */
final class FreeSpace {

	private FreeSpace() {
	}

	/**
	 * Asks the file system for its figures, by a question that needs no list of mounts
	 * and no descriptor.
	 * @param path a file in it, or one that shall be
	 * @return the bytes that this user may still fill; empty if that cannot be told, or
	 * there is no limit
	 */
	static OptionalLong of(Path path) {
		File directory = Objects.requireNonNull(path.toAbsolutePath().getParent()).toFile();
		// 0 for what cannot be told, and of a tmpfs without limit
		return (directory.getTotalSpace() > 0) ? OptionalLong.of(directory.getUsableSpace()) : OptionalLong.empty();
	}

}
