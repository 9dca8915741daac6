// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.recording.RecordedStream;
import io.globalbuffer.recording.Recording;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a person sees who records streams of both languages, and replays them.
 */
class RecordingTerminalTests {

	private static final int PERIOD_MILLIS = 5;

	private static final Duration GENEROUS = Duration.ofSeconds(30);

	@TempDir
	Path folder = Path.of("");

	private final String java = PeerNames.random();

	private final String python = PeerNames.random();

	private final String copy = PeerNames.random();

	@Test
	void bothShowHowFarTheyAreUntilCtrlCAndPythonReadsTheReplay() throws Exception {
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3)) {
			record(peer);
			replay(peer);
		}
	}

	private void record(PythonPeer peer) throws Exception {
		ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(this.java, ArraySpec.of(DType.INT64, 2))
			.capacity(1024)
			.open();
				Tmux recorder = new Tmux("record", this.java, this.python, "none-yet", "-o", this.folder.toString())) {
			peer.createArray(this.python, "float32", 1024, 2).fillUntilNextCommand(0, Duration.ofMillis(PERIOD_MILLIS));
			long[] sample = new long[2];
			Future<?> _ = scheduler.scheduleAtFixedRate(() -> {
				sample[0] = writer.stats().written();
				sample[1] = -sample[0];
				writer.write(sample);
			}, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
			Awaitility.await()
				.atMost(GENEROUS)
				.untilAsserted(
						() -> assertThat(recorder.screen()).contains("Waiting for none-yet, which is not there"));
			awaitScreen(recorder,
					(screen) -> assertThat(screen).singleElement()
						.asString()
						.matches("2 of 3 streams: [1-9]\\d+ samples, [0-9.]+ [KM]iB, 0 lost"));
			String before = lines(recorder).getFirst();
			awaitScreen(recorder, (screen) -> {
				assertThat(screen).singleElement().asString().startsWith("2 of 3 streams: ");
				assertThat(screen.getFirst()).isNotEqualTo(before);
			});
			recorder.press("C-c");
			awaitScreen(recorder, (screen) -> {
				assertThat(screen).hasSize(4);
				assertThat(screen.get(0)).matches(this.java + ": \\d+ samples, .+, 0 lost");
				assertThat(screen.get(1)).matches(this.python + ": \\d+ samples, .+, 0 lost");
				assertThat(screen.get(2)).isEqualTo("none-yet: 0 samples, 0 B, 0 lost");
				assertThat(screen.get(3)).isEqualTo("exit code 130");
			});
			Recording recording = Recording.open(this.folder);
			assertThat(recording.streams()).hasSize(2);
			List<String> screen = recorder.screen();
			for (RecordedStream stream : recording.streams()) {
				assertThat(screen)
					.anyMatch((line) -> line.startsWith(stream.name() + ": " + stream.count() + " samples"));
			}
		}
		finally {
			scheduler.shutdownNow();
			peer.call("stop", Map.of());
		}
	}

	private void replay(PythonPeer peer) throws Exception {
		try (Tmux replay = new Tmux("replay", this.folder.toString(), "--only", this.java, "--as",
				this.java + "=" + this.copy, "--loop", "--unlink")) {
			awaitScreen(replay,
					(screen) -> assertThat(screen).singleElement().asString().matches("\\d+ samples, at 20\\d\\d-.+Z"));
			PeerReader reader = peer.attach(this.copy);
			long[] sample = reader.nextArray(GENEROUS).longs();
			assertThat(sample[1]).isEqualTo(-sample[0]);
			reader.close();
			replay.press("C-c");
			awaitScreen(replay, (screen) -> {
				assertThat(screen).hasSize(2);
				assertThat(screen.get(0))
					.matches("Replayed \\d+ samples of '" + this.java + "' as '" + this.copy + "'");
				assertThat(screen.get(1)).isEqualTo("exit code 130");
			});
			assertThat(PeerNames.file(this.copy)).doesNotExist();
		}
	}

	private static void awaitScreen(Tmux tmux, ScreenCheck check) {
		Awaitility.await()
			.atMost(GENEROUS)
			.ignoreException(IndexOutOfBoundsException.class)
			.untilAsserted(() -> check.check(lines(tmux)));
	}

	/** Without those on streams that are not there yet. */
	private static List<String> lines(Tmux tmux) throws Exception {
		return tmux.screen().stream().filter((line) -> !line.isEmpty() && !line.startsWith("Waiting for ")).toList();
	}

	@FunctionalInterface
	private interface ScreenCheck {

		void check(List<String> screen);

	}

}
