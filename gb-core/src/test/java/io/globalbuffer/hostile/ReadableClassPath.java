// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of the test's class path, as far as a process needs it that uses buffers, where
 * another user can read it.
 *
 * @param folder where it lies
 * @param text the class path
 */
record ReadableClassPath(Path folder, String text) implements AutoCloseable {

	static ReadableClassPath in(Path directory) throws IOException, InterruptedException {
		Path folder = Files.createDirectories(directory.resolve("classes"));
		List<String> command = new ArrayList<>(List.of("cp", "-r"));
		List<String> copies = new ArrayList<>();
		try (Stream<String> entries = Stream.of(System.getProperty("java.class.path").split(":", -1))) {
			for (String entry : entries.filter((name) -> name.matches(".*(/classes|/test-classes|slf4j-api[^/]*)"))
				.toList()) {
				command.add(entry);
				copies.add(folder.resolve(Path.of(entry).getFileName()).toString());
			}
		}
		command.add(folder.toString());
		Child.run(command).requireSuccess();
		Child.run(List.of("chmod", "-R", "a+rX", folder.toString())).requireSuccess();
		return new ReadableClassPath(folder, String.join(":", copies));
	}

	@Override
	public void close() throws IOException {
		try {
			Child.run(List.of("rm", "-r", this.folder.toString()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
