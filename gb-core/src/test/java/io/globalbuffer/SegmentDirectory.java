// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A directory for one test's segments, on the same tmpfs as real ones where there is one.
 */
public final class SegmentDirectory implements BeforeEachCallback, AfterEachCallback {

	private Path path = Path.of("");

	@Override
	public void beforeEach(ExtensionContext context) throws IOException {
		create();
	}

	@Override
	public void afterEach(ExtensionContext context) throws IOException {
		delete();
	}

	void create() throws IOException {
		Path shm = Path.of("/dev/shm");
		this.path = Files.isDirectory(shm) ? Files.createTempDirectory(shm, "gbtest-")
				: Files.createTempDirectory("gbtest-");
	}

	void delete() throws IOException {
		try (Stream<Path> files = Files.list(this.path)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
		}
		Files.delete(this.path);
	}

	public Path path() {
		return this.path;
	}

	/** Where the segment of a name lies. */
	public Path segment(String name) {
		return this.path.resolve("gb_" + name);
	}

}
