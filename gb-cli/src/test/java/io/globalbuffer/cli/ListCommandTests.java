// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

class ListCommandTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aStreamIsOneLine() throws Exception {
		try (ArrayWriter<double[]> writer = writer("imu");
				ArrayReader<double[]> reader = GlobalBuffer.attach("imu")
					.directory(this.directory.path())
					.asArray(double[].class)) {
			writer.write(new double[6]);
			reader.next();
			writer.write(new double[6]);
			// how it reads, a reader says of itself each half a second
			Awaitility.await().until(() -> "next".equals(mode()));
			CommandRun run = ls();
			assertThat(run.exitCode()).isZero();
			assertThat(run.lines()).hasSize(2);
			assertThat(run.lines().get(0).split(" +")).containsExactly("NAME", "HOLDS", "WRITER", "PID", "COUNT",
					"RATE", "READERS", "LAG", "LOST", "AGE", "SIZE");
			assertThat(run.lines().get(1).split(" +")).startsWith("imu", "float64[6]", "x4", "active",
					Long.toString(ProcessHandle.current().pid()), "2", "0.0/s", "1", "1", "0");
		}
	}

	@Test
	void whatIsNoSegmentIsListedWithTheReason() throws Exception {
		Files.writeString(this.directory.segment("odd\u001b[31m"), "no segment");
		CommandRun run = ls();
		assertThat(run.lines()).hasSize(2);
		assertThat(run.lines().get(1)).startsWith("odd?[31m").contains("unusable").doesNotContain("\u001b");
		Map<?, ?> odd = ls("--json").named("odd\u001b[31m");
		assertThat(odd.get("layout")).isNull();
		assertThat((String) odd.get("problem")).isNotEmpty();
	}

	@Test
	void jsonHasAllOfIt() {
		try (ArrayWriter<double[]> writer = writer("imu")) {
			writer.write(new double[6]);
			Map<?, ?> imu = ls("--json", "--for", "20ms").named("imu");
			assertThat(imu.get("layout"))
				.isEqualTo(Map.of("kind", "array", "dtype", "float64", "shape", List.of(6), "capacity", 4));
			assertThat((Map<?, ?>) Objects.requireNonNull(imu.get("writer")))
				.hasFieldOrPropertyWithValue("state", "active")
				.hasFieldOrPropertyWithValue("alive", true);
			assertThat(imu.get("count")).isEqualTo(1);
			assertThat(imu.get("readers")).isEqualTo(List.of());
		}
	}

	@Test
	void pythonStreamsAreListedToo() {
		String array = PeerNames.random();
		String messages = PeerNames.random();
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3)) {
			peer.createArray(array, "complex64", 8, 2, 2).fill(3);
			peer.createMessage(messages, "Detection", 4, 512);
			List<String> lines = CommandRun.gb("ls").lines();
			assertThat(line(lines, array)).startsWith("complex64[2,2]", "x8").contains(Long.toString(peer.pid()), "1");
			assertThat(line(lines, messages)).startsWith("msgpack<=512", "x4").contains(Long.toString(peer.pid()), "0");
		}
	}

	@Test
	void aDirectoryThatIsNotThereIsAnErrorWithoutAStack() {
		CommandRun run = CommandRun.gb("ls", "--directory", this.directory.path() + "/none");
		assertThat(run.exitCode()).isEqualTo(1);
		assertThat(run.errors()).startsWith("gb: ").hasLineCount(1).contains("none");
		assertThat(CommandRun.gb("--debug", "ls", "-d", this.directory.path() + "/none").errors())
			.contains("\tat io.globalbuffer");
	}

	private static String[] line(List<String> lines, String name) {
		String line = lines.stream().filter((candidate) -> candidate.startsWith(name)).findFirst().orElseThrow();
		return line.substring(name.length()).strip().split(" +");
	}

	private @Nullable Object mode() {
		List<?> readers = (List<?>) Objects.requireNonNull(ls("--json").named("imu").get("readers"));
		return ((Map<?, ?>) Objects.requireNonNull(readers.getFirst())).get("mode");
	}

	private ArrayWriter<double[]> writer(String name) {
		return GlobalBuffer.create(name, ArraySpec.of(DType.FLOAT64, 6))
			.directory(this.directory.path())
			.capacity(4)
			.open();
	}

	private CommandRun ls(String... more) {
		List<String> arguments = new ArrayList<>(List.of("ls", "-d", this.directory.path().toString()));
		arguments.addAll(List.of(more));
		return CommandRun.gb(arguments.toArray(String[]::new));
	}

}
