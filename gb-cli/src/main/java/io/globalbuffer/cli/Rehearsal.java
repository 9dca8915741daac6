// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.MessageWriter;
import io.globalbuffer.Segments;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

/**
 * Runs most commands once, so that what they load is in the ahead-of-time cache that the
 * start script has made.
 */
final class Rehearsal {

	private static final long[] SHAPE = { 2, 3 };

	private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private static final List<String> COMMANDS = List.of("ls", "ls --json", "info arrays", "info messages --json",
			"cat arrays", "cat messages", "cat arrays --format csv", "hz arrays --for 10ms",
			"record arrays maps -o RECORDING --for 100ms", "info RECORDING", "info RECORDING --json",
			"replay RECORDING --speed 100 --as arrays=copy --as maps=other --unlink", "gc", "doctor", "--help",
			"cat --help");

	private Rehearsal() {
	}

	/**
	 * Runs them, on streams in a folder of its own.
	 * @throws IOException if the folder cannot be made
	 */
	static void main() throws IOException, InterruptedException {
		Path parent = Segments.inDefaultDirectory().directory();
		Path folder = Files.createTempDirectory(parent, "gb-rehearsal-");
		try (ArrayWriter<double[]> arrays = GlobalBuffer.create("arrays", ArraySpec.of(DType.FLOAT64, SHAPE))
			.directory(folder)
			.capacity(4)
			.publishTime()
			.open();
				MessageWriter<Map<String, Object>> maps = GlobalBuffer.create("maps", MessageSpec.map())
					.directory(folder)
					.capacity(4)
					.open()) {
			Thread writing = Thread.ofPlatform().daemon().start(() -> write(arrays, maps));
			gb(folder, "{\"number\": 1, \"text\": \"a\", \"list\": [1.5, null]}\n", "write", "messages");
			for (String command : COMMANDS) {
				gb(folder, "", command.replace("RECORDING", folder.resolve("recording").toString()).split(" "));
			}
			writing.interrupt();
			writing.join();
		}
		finally {
			try (Stream<Path> files = Files.walk(folder)) {
				for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
					Files.delete(file);
				}
			}
		}
	}

	/** Writes until it is interrupted. */
	private static void write(ArrayWriter<double[]> arrays, MessageWriter<Map<String, Object>> maps) {
		while (!Thread.interrupted()) {
			arrays.write(new double[6]);
			maps.write(Map.of("number", 1, "text", "a"));
			LockSupport.parkNanos(PERIOD_NANOS);
		}
	}

	private static void gb(Path folder, String input, String... arguments) {
		Shell shell = new Shell(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
				new Output(OutputStream.nullOutputStream()), new Output(OutputStream.nullOutputStream()), false, true,
				true);
		List<String> all = new ArrayList<>(List.of(arguments));
		if (!all.contains("--help")) {
			all.add("--directory=" + folder);
		}
		Gb.run(shell, all.toArray(String[]::new));
	}

}
