// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one stream in a recording: its parts, in files that are called by number.
 *
 * @param path the folder
 */
record StreamFolder(Path path) {

	static final String FACTS = ".json";

	static final String ELEMENTS = ".npy";

	static final String INDEX = ".index.npy";

	static final String LINES = ".jsonl";

	private static final Pattern FILE = Pattern.compile("(\\d{6,9})\\..*");

	private static final Pattern FACTS_FILE = Pattern.compile("\\d{6,9}\\.json");

	/** The folder of a stream: its name, percent-encoded where it is no file's. */
	static StreamFolder of(Path recording, String stream) {
		StringBuilder file = new StringBuilder();
		for (int index = 0; index < stream.length(); index++) {
			char character = stream.charAt(index);
			boolean plain = Character.isLetterOrDigit(character) || character == '_' || character == '-'
					|| (character == '.' && index > 0);
			file.append(plain ? "" + character : String.format(Locale.ROOT, "%%%02X", (int) character));
		}
		return new StreamFolder(recording.resolve(file.isEmpty() ? "%" : file.toString()));
	}

	/** The numbers of the parts that have begun, in order. */
	List<Integer> parts() throws IOException {
		return numbers(FACTS_FILE);
	}

	/** A number that no file has. */
	int nextNumber() throws IOException {
		List<Integer> used = numbers(FILE);
		return used.isEmpty() ? 1 : used.getLast() + 1;
	}

	private List<Integer> numbers(Pattern pattern) throws IOException {
		try (Stream<Path> files = Files.list(this.path)) {
			return files.map((file) -> String.valueOf(file.getFileName()))
				.filter((file) -> pattern.matcher(file).matches())
				.map((file) -> Integer.valueOf(file.substring(0, file.indexOf('.'))))
				.distinct()
				.sorted()
				.toList();
		}
	}

	Path file(int number, String suffix) {
		return this.path.resolve(String.format(Locale.ROOT, "%06d%s", number, suffix));
	}

}
