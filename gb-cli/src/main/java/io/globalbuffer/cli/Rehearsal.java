// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Segments;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * Runs most commands once, so that what they load is in the ahead-of-time cache that the
 * start script has made.
 */
final class Rehearsal {

	private static final long[] SHAPE = { 2, 3 };

	private Rehearsal() {
	}

	/**
	 * Runs them, on streams in a folder of its own.
	 * @throws IOException if the folder cannot be made
	 */
	static void main() throws IOException {
		Path parent = Segments.inDefaultDirectory().directory();
		Path folder = Files.createTempDirectory(parent, "gb-rehearsal-");
		try (ArrayWriter<double[]> arrays = GlobalBuffer.create("arrays", ArraySpec.of(DType.FLOAT64, SHAPE))
			.directory(folder)
			.capacity(4)
			.publishTime()
			.open()) {
			arrays.write(new double[6]);
			gb(folder, "{\"number\": 1, \"text\": \"a\", \"list\": [1.5, null]}\n", "write", "messages");
			for (String command : List.of("ls", "ls --json", "info arrays", "info messages --json", "cat arrays",
					"cat messages", "cat arrays --format csv", "hz arrays --for 10ms", "gc", "doctor", "--help",
					"cat --help")) {
				gb(folder, "", command.split(" "));
			}
		}
		finally {
			for (String name : List.of("arrays", "messages")) {
				GlobalBuffer.unlink(folder, name);
			}
			Files.delete(folder);
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
