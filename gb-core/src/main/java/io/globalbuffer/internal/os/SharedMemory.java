package io.globalbuffer.internal.os;

import java.nio.file.Path;

/** Placeholder. */
public final class SharedMemory {

	public static final Path DEFAULT_DIRECTORY = Path.of("/dev/shm");

	private SharedMemory() {
	}

	public static Path path(Path directory, String name) {
		return directory.resolve("gb_" + name);
	}

	public static void unlink(Path path) {
	}

}
