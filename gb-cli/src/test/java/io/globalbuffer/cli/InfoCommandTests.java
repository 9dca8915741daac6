// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.MessageWriter;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;

class InfoCommandTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	record Place(double x, double y) {

	}

	record Pose(String frame, List<Place> places, long number) {

	}

	@Test
	void readersAreShownWithLagAndLosses() throws Exception {
		try (ArrayWriter<long[]> writer = GlobalBuffer.create("counts", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(4)
			.open();
				ArrayReader<long[]> reader = GlobalBuffer.attach("counts")
					.directory(this.directory.path())
					.asArray(long[].class)) {
			for (int i = 0; i < 10; i++) {
				writer.write(new long[1]);
			}
			reader.next();
			long lost = reader.overruns();
			assertThat(lost).isPositive();
			Awaitility.await()
				.untilAsserted(() -> assertThat(info("counts").out()).contains("has lost " + lost + " samples"));
			CommandRun run = info("counts");
			assertThat(run.out()).contains("Stream    counts")
				.contains("Holds     int64[1], capacity 4")
				.contains("active, process " + ProcessHandle.current().pid() + " (")
				.contains("Written   10 samples")
				.contains("Problem   its reader");
			assertThat(run.lines())
				.anySatisfy((line) -> assertThat(line.strip().split(" {2,}")).contains("next", Long.toString(lost)));
		}
	}

	@Test
	void schemasOfJavaAreReadable() {
		try (MessageWriter<Pose> _ = GlobalBuffer.create("poses", MessageSpec.of(Pose.class))
			.directory(this.directory.path())
			.capacity(4)
			.open()) {
			assertThat(info("poses").lines()).contains("  frame: string", "  places: list of Place",
					"  number: integer", "  Place:", "    x: number");
		}
	}

	@Test
	void schemasOfPythonAreReadable() {
		String name = PeerNames.random();
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3)) {
			peer.define("class Pod(BaseModel):\n    number: int\n    note: Optional[str] = None\n");
			peer.createMessage(name, "Pod", 4, 512);
			CommandRun run = CommandRun.gb("info", name);
			assertThat(run.lines()).contains("  note: string | null, optional", "  number: integer");
			Map<?, ?> json = CommandRun.gb("info", name, "--json").object();
			assertThat(json.get("schema")).isEqualTo(List.of("note: string | null, optional", "number: integer"));
			assertThat((Map<?, ?>) Objects.requireNonNull(json.get("writer"))).hasFieldOrPropertyWithValue("pid",
					(int) peer.pid());
		}
	}

	@Test
	void aPythonWriterThatDiedIsAProblem() {
		String name = PeerNames.random();
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3)) {
			peer.createArray(name, "float32", 8, 2).fill(1);
			peer.kill();
			assertThat(CommandRun.gb("info", name, "--for", "2500ms").out()).contains("presumed-dead")
				.contains("Problem   its writer, process " + peer.pid() + ", seems to have died");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "info", "cat", "hz" })
	void aStreamThatIsNotThereIsSaid(String command) {
		CommandRun run = CommandRun.gb(command, "none", "-d", this.directory.path().toString());
		assertThat(run.exitCode()).isEqualTo(3);
		assertThat(run.errors()).startsWith("gb: There is no stream 'none' in ").hasLineCount(1);
	}

	@Test
	void whatIsNeitherStreamNorFolderIsSaid(@TempDir Path folder) {
		CommandRun stream = CommandRun.gb("info", "none", "-d", this.directory.path().toString());
		assertThat(stream.exitCode()).isEqualTo(3);
		assertThat(stream.errors()).startsWith("gb: There is no stream 'none' in ")
			.contains("There is no recording's folder 'none' either");
		for (String command : List.of("info", "replay")) {
			CommandRun missing = CommandRun.gb(command, folder.resolve("none").toString());
			assertThat(missing.exitCode()).isEqualTo(3);
			assertThat(missing.errors()).startsWith("gb: There is no folder '" + folder.resolve("none") + "'");
			CommandRun empty = CommandRun.gb(command, folder.toString());
			assertThat(empty.exitCode()).isEqualTo(1);
			assertThat(empty.errors()).isEqualTo("gb: There is no recorded stream in '" + folder + "'\n");
		}
		assertThat(CommandRun.gb("info", "none/" + "x".repeat(300)).errors()).startsWith("gb: There is no folder");
	}

	private CommandRun info(String name) {
		return CommandRun.gb("info", name, "-d", this.directory.path().toString(), "--for", "20ms");
	}

}
