// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/**
 * A directory for the segments of one test context.
 *
 * @param path where it lies
 */
record TemporarySegmentDirectory(Path path) {

	private static final Path SHARED_MEMORY = Path.of("/dev/shm");

	static TemporarySegmentDirectory create() {
		try {
			return new TemporarySegmentDirectory(
					Files.isWritable(SHARED_MEMORY) ? Files.createTempDirectory(SHARED_MEMORY, "globalbuffer-test-")
							: Files.createTempDirectory("globalbuffer-test-"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot create a temporary directory for segments", ex);
		}
	}

	void delete() {
		try {
			FileSystemUtils.deleteRecursively(this.path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot delete " + this.path, ex);
		}
	}

}
