// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Buffer names for the one folder that Python knows, {@code /dev/shm}. What is left of
 * them is removed when the JVM ends, whoever created it. Thread-safe.
 */
public final class PeerNames {

	/**
	 * Where Python keeps its segments on Linux.
	 */
	public static final Path DIRECTORY = Path.of("/dev/shm");

	private static final Set<String> names = ConcurrentHashMap.newKeySet();

	static {
		Runtime.getRuntime().addShutdownHook(new Thread(() -> names.forEach(PeerNames::unlink)));
	}

	private PeerNames() {
	}

	/**
	 * Return a buffer name that nobody else uses.
	 * @return a new name of 23 characters
	 */
	public static String random() {
		String name = "peer-test-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 13);
		names.add(name);
		return name;
	}

	/**
	 * Return the file of a buffer.
	 * @param name the buffer's name
	 * @return its path, whether or not it exists
	 */
	public static Path file(String name) {
		return DIRECTORY.resolve("gb_" + name);
	}

	/**
	 * Return the hidden files that have to do with a buffer, as replacements make them.
	 * @param name the buffer's name
	 * @return their paths
	 */
	public static List<Path> hiddenFiles(String name) {
		return files(".gb_" + name + ".*");
	}

	private static List<Path> files(String pattern) {
		List<Path> files = new ArrayList<>();
		try (DirectoryStream<Path> stream = Files.newDirectoryStream(DIRECTORY, pattern)) {
			stream.forEach(files::add);
			return files;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot list " + DIRECTORY, ex);
		}
	}

	/**
	 * Remove the segment of a buffer, if there is one, and what replacements of it and
	 * positions in it left.
	 * @param name the buffer's name
	 */
	public static void unlink(String name) {
		try {
			Files.deleteIfExists(file(name));
			for (Path hidden : files(".gb{,pos}_" + name + ".*")) {
				Files.deleteIfExists(hidden);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot remove the segment of '" + name + "'", ex);
		}
	}

}
