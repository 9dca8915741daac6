// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Lays temporary directories into shared memory where there is some.
 */
public class SharedMemoryDirectory implements TempDirFactory {

	private static final Path SHARED_MEMORY = Path.of("/dev/shm");

	@Override
	public Path createTempDirectory(AnnotatedElementContext elementContext, ExtensionContext extensionContext)
			throws IOException {
		String prefix = "globalbuffer-spring-";
		return Files.isWritable(SHARED_MEMORY) ? Files.createTempDirectory(SHARED_MEMORY, prefix)
				: Files.createTempDirectory(prefix);
	}

}
