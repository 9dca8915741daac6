// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.StartPosition;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.recording.Recorder;
import io.globalbuffer.recording.RecordingProgress;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ReplayCommandTests {

	private static final Instant BEGINNING = Instant.parse("2026-01-02T03:04:05.123456789Z");

	private static final int SAMPLES = 4;

	private static final int TENTH = 100;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@TempDir
	Path temporary;

	private String folder = "";

	@BeforeEach
	void record() {
		Path recording = this.temporary.resolve("recording");
		this.folder = recording.toString();
		ArraySpec<int[]> spec = ArraySpec.of(DType.INT32, 2);
		try (Recorder recorder = Recorder.into(recording)
			.directory(this.directory.path())
			.stream("imu")
			.stream("status")
			.start();
				ArrayWriter<int[]> imu = GlobalBuffer.create("imu", spec)
					.directory(this.directory.path())
					.capacity(8)
					.publishTime()
					.open();
				BufferWriter<Map<String, Object>> status = GlobalBuffer.create("status", MessageSpec.map())
					.directory(this.directory.path())
					.capacity(8)
					.publishTime()
					.open()) {
			for (int i = 0; i < SAMPLES; i++) {
				Instant time = BEGINNING.plusMillis((long) i * TENTH);
				imu.write(new int[] { i, -i }, time);
				status.write(Map.of("number", i), time);
			}
			await()
				.until(() -> recorder.progress().stream().mapToLong(RecordingProgress::samples).sum() == 2 * SAMPLES);
		}
		GlobalBuffer.unlink(this.directory.path(), "imu");
		GlobalBuffer.unlink(this.directory.path(), "status");
	}

	@Test
	void allStreamsAreReplayedAtTheirPace() throws InterruptedException {
		long start = System.nanoTime();
		CommandRun run = gb();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(3 * TENTH));
		assertThat(run.errors()).isEmpty();
		assertThat(run.exitCode()).isZero();
		assertThat(run.lines()).hasSize(3)
			.contains("Replayed 4 samples of 'imu'", "Replayed 4 samples of 'status'")
			.last()
			.asString()
			.matches("Late by .+ \\(p50\\), .+ \\(p99\\), .+ \\(max\\)");
		try (BufferReader<int[]> reader = GlobalBuffer.attach("imu")
			.directory(this.directory.path())
			.startFrom(StartPosition.OLDEST)
			.asArray(int[].class)) {
			for (int i = 0; i < SAMPLES; i++) {
				Sample<int[]> sample = reader.next(Duration.ZERO).orElseThrow();
				assertThat(sample.value()).containsExactly(i, -i);
				assertThat(sample.writtenAt().orElseThrow()).isAfter(BEGINNING.plusSeconds(1));
			}
		}
		assertThat(
				CommandRun.gb("cat", "status", "--values", "-n", "4", "-d", this.directory.path().toString()).lines())
			.containsExactly("{\"number\":0}", "{\"number\":1}", "{\"number\":2}", "{\"number\":3}");
	}

	@Test
	void aPartOfOneStreamIsReplayedUnderAnotherNameWithItsTimes() throws InterruptedException {
		CommandRun run = gb("--only", "imu", "--as", "imu=trial", "--from", "100ms", "--to",
				"2026-01-02T03:04:05.323456789Z", "--times", "2", "--as-read", "--keep-times");
		assertThat(run.errors()).isEmpty();
		assertThat(run.lines()).containsExactly("Replayed 4 samples of 'imu' as 'trial'");
		try (BufferReader<int[]> reader = GlobalBuffer.attach("trial")
			.directory(this.directory.path())
			.startFrom(StartPosition.OLDEST)
			.asArray(int[].class)) {
			for (int i : new int[] { 1, 2, 1, 2 }) {
				Optional<Sample<int[]>> sample = reader.next(Duration.ZERO);
				assertThat(sample.orElseThrow().value()[0]).isEqualTo(i);
				assertThat(sample.get().writtenAt()).contains(BEGINNING.plusMillis((long) i * TENTH));
			}
		}
		assertThat(this.directory.segment("imu")).doesNotExist();
	}

	@Test
	void pausesAreShortenedAndStreamsRemovedInTheEnd() {
		CommandRun run = gb("--max-pause", "1us", "--speed", "0.0001", "--unlink");
		assertThat(run.errors()).isEmpty();
		assertThat(run.lines()).contains("Replayed 4 samples of 'imu'", "Replayed 4 samples of 'status'");
		assertThat(this.directory.segment("imu")).doesNotExist();
		assertThat(this.directory.segment("status")).doesNotExist();
	}

	@Test
	void pythonReadsWhatIsReplayed() {
		String name = PeerNames.random();
		try (ArrayWriter<int[]> former = GlobalBuffer.create(name, ArraySpec.of(DType.INT32, 2)).capacity(8).open()) {
			former.write(new int[2]);
		}
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3)) {
			PeerReader reader = peer.attach(name);
			CommandRun run = CommandRun.gb("replay", this.folder, "--only", "imu", "--as", "imu=" + name);
			assertThat(run.errors()).isEmpty();
			for (int i = 0; i < SAMPLES; i++) {
				assertThat(reader.nextArray(Duration.ofSeconds(10)).longs()).containsExactly(i, -i);
			}
			assertThat(reader.overruns()).isZero();
		}
	}

	@Test
	void factsAreJson() {
		Map<?, ?> facts = gb("--json", "--speed", "10").object();
		assertThat(facts.get("samples")).hasToString("{imu=4, status=4}");
		assertThat((Map<?, ?>) facts.get("latenessNanos")).hasSize(3);
	}

	@Test
	void itIsRefusedWhereItCannotBe() {
		try (BufferWriter<Map<String, Object>> _ = GlobalBuffer.create("imu", MessageSpec.map())
			.directory(this.directory.path())
			.capacity(1)
			.open()) {
			CommandRun run = gb("--replace");
			assertThat(run.exitCode()).as("a writer lives").isEqualTo(1);
			assertThat(run.errors()).endsWith("; --as has it written under another name\n");
		}
		CommandRun other = gb();
		assertThat(other.exitCode()).isEqualTo(1);
		assertThat(other.errors()).endsWith("; --replace puts a new stream in its place\n");
		assertThat(gb("--replace", "--speed", "100").exitCode()).isZero();
		assertThat(gb("--only", "gps").errors())
			.isEqualTo("gb: The recording has no stream 'gps'. It has imu, status\n");
		assertThat(gb("--from", "1h").exitCode()).isEqualTo(3);
		assertThat(gb("--from", "2026-01-02T25").exitCode()).isEqualTo(2);
		assertThat(gb("--from", "soon").exitCode()).isEqualTo(2);
		assertThat(gb("--speed", "0").errors()).startsWith("gb: --speed is more than 0, not 0.0: --as-read");
		assertThat(gb("--speed", "2", "--as-read").exitCode()).isEqualTo(2);
		assertThat(CommandRun.gb("replay", this.temporary.resolve("none").toString()).errors()).contains("none");
	}

	private CommandRun gb(String... options) {
		String[] arguments = new String[options.length + 4];
		arguments[0] = "replay";
		arguments[1] = this.folder;
		arguments[2] = "--directory";
		arguments[3] = this.directory.path().toString();
		System.arraycopy(options, 0, arguments, 4, options.length);
		return CommandRun.gb(arguments);
	}

}
