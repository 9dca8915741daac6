// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.MessageWriter;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page on {@code gb} names every field of JSON that is printed, and no other.
 */
class JsonTableTests {

	private static final Pattern ROW = Pattern.compile("\\| (`.+`) \\| (`.+` )?\\| (`.+`|a count .+) \\|");

	private static final long PERIOD_NANOS = 1_000_000;

	private static final Pattern WORD = Pattern.compile("`([^`]+)`");

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@TempDir
	Path folder = Path.of("");

	/** What commands printed, by how the page calls them. */
	private final Map<String, List<Object>> printed = new LinkedHashMap<>();

	@Test
	void theTableNamesWhatIsPrinted() throws Exception {
		print();
		Map<String, List<String>> described = new LinkedHashMap<>();
		for (String line : page()) {
			Matcher row = ROW.matcher(line);
			if (row.matches()) {
				for (String command : words(row.group(1))) {
					List<String> places = (row.group(2) != null) ? words(row.group(2)) : List.of("");
					places.forEach((place) -> described.put(command + " " + place, words(row.group(3))));
				}
			}
		}
		// by the names of the streams
		assertThat(described.put("replay FOLDER samples", List.of("arrays", "messages"))).isEmpty();
		Map<String, Set<String>> fields = new LinkedHashMap<>();
		this.printed.forEach((command, json) -> addFields(fields, command, "", json));
		assertThat(described.keySet()).containsExactlyInAnyOrderElementsOf(fields.keySet());
		fields.forEach((place, found) -> assertThat(described.get(place)).as(place)
			.containsExactlyInAnyOrderElementsOf(found));
	}

	private static List<String> words(String cell) {
		return WORD.matcher(cell).results().map((word) -> word.group(1)).toList();
	}

	/** Of all objects at a place together. */
	private static void addFields(Map<String, Set<String>> fields, String command, String place,
			@Nullable Object value) {
		if (value instanceof List<?> list) {
			list.forEach((element) -> addFields(fields, command, place, element));
		}
		else if (value instanceof Map<?, ?> object) {
			object.forEach((key, inner) -> {
				fields.computeIfAbsent(command + " " + place, (_) -> new LinkedHashSet<>()).add((String) key);
				addFields(fields, command, place.isEmpty() ? "" + key : place + "." + key, inner);
			});
		}
	}

	private List<String> page() throws IOException {
		String page = Files.readString(Path.of("..", "docs", "cli.md"));
		return page.substring(page.indexOf("\n## JSON\n")).lines().toList();
	}

	/** Each command, while there is something of all kinds. */
	private void print() throws InterruptedException {
		String recording = this.folder.toString();
		try (ArrayWriter<int[]> arrays = GlobalBuffer.create("arrays", ArraySpec.of(DType.INT32, 1))
			.directory(this.directory.path())
			.capacity(1000)
			.publishTime()
			.open();
				MessageWriter<Map<String, Object>> messages = GlobalBuffer.create("messages", MessageSpec.map())
					.directory(this.directory.path())
					.capacity(8)
					.open();
				ArrayReader<int[]> reader = GlobalBuffer.attach("arrays")
					.directory(this.directory.path())
					.asArray(int[].class)) {
			arrays.write(new int[1]);
			reader.next();
			Thread writing = Thread.ofPlatform().start(() -> {
				while (!Thread.interrupted()) {
					arrays.write(new int[1]);
					messages.write(Map.of("number", 1));
					LockSupport.parkNanos(PERIOD_NANOS);
				}
			});
			try {
				print("ls", "ls");
				print("info NAME", "info", "arrays", "--for", "10ms");
				print("info NAME", "info", "messages", "--for", "10ms");
				print("hz NAME", "hz", "arrays", "--for", "1s");
				print("record NAME", "record", "arrays", "messages", "-o", recording, "--for", "1s");
			}
			finally {
				writing.interrupt();
				writing.join();
			}
			print("gc", "gc");
		}
		print("info FOLDER", "info", recording);
		print("replay FOLDER", "replay", recording, "--max-pause", "1us");
		print("doctor", "doctor");
		print("rm NAME", "rm", "arrays", "--yes");
	}

	private void print(String command, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.addAll(List.of("--json", "-d", this.directory.path().toString()));
		CommandRun run = CommandRun.gb(all.toArray(String[]::new));
		assertThat(run.errors()).as(command).isEmpty();
		this.printed.computeIfAbsent(command, (_) -> new ArrayList<>()).add(Objects.requireNonNull(run.json()));
	}

}
