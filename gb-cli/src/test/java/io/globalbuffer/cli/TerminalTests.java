// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a person sees.
 */
class TerminalTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void topShowsSortsFiltersAndOpens() throws Exception {
		try (ArrayWriter<int[]> fast = writer("fast", 8);
				ArrayWriter<int[]> _ = writer("also", 2);
				ArrayReader<int[]> reader = GlobalBuffer.attach("fast")
					.directory(this.directory.path())
					.asArray(int[].class);
				Tmux top = new Tmux("top", "--every", "200ms", "-d", this.directory.path().toString())) {
			fast.write(new int[1]);
			reader.next();
			fast.write(new int[1]);
			awaitScreen(top, (screen) -> {
				assertThat(screen.get(0)).isEqualTo("2 of 2 streams, by name");
				assertThat(screen.get(1)).startsWith("  NAME  HOLDS");
				assertThat(screen.get(2)).startsWith("> also  int32[1] x2  active");
				assertThat(screen.get(3)).startsWith("  fast  int32[1] x8  active");
				assertThat(screen.getLast()).startsWith("s sort   / filter");
			});
			// redrawn in place
			fast.write(new int[1]);
			awaitScreen(top, (screen) -> {
				assertThat(screen.get(3).split(" +")).contains("3");
				assertThat(screen.stream().filter((line) -> line.contains("fast"))).hasSize(1);
			});
			assertThat(top.colouredScreen()).contains("\u001b[32mactive");
			top.press("s", "s");
			awaitScreen(top, (screen) -> {
				assertThat(screen.get(0)).isEqualTo("2 of 2 streams, by lag");
				assertThat(screen.get(2)).startsWith("> fast");
			});
			top.press("Down");
			awaitScreen(top, (screen) -> assertThat(screen.get(3)).startsWith("> also"));
			top.press("/", "f");
			awaitScreen(top, (screen) -> {
				assertThat(screen.get(0)).isEqualTo("1 of 2 streams, by lag, filter: f_");
				assertThat(screen.get(2)).startsWith("> fast");
			});
			top.press("Enter");
			awaitScreen(top, (screen) -> assertThat(screen.get(0)).endsWith("filter: f"));
			top.press("Enter");
			awaitScreen(top, (screen) -> {
				assertThat(screen.get(0)).startsWith("fast  ").endsWith("3 samples, writer active");
				assertThat(screen.get(2)).startsWith(ProcessHandle.current().pid() + " (java)");
				assertThat(screen.get(2).split(" +")).contains("next", "1", "2");
			});
			top.press("Escape");
			awaitScreen(top, (screen) -> assertThat(screen.get(2)).startsWith("> fast"));
			top.press("q");
			awaitScreen(top, (screen) -> assertThat(screen.getFirst()).isEqualTo("exit code 0"));
		}
	}

	@Test
	void topShowsAPythonStreamAndCtrlCLeavesTheTerminalAsItWas() throws Exception {
		String name = PeerNames.random();
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3); Tmux top = new Tmux("top")) {
			peer.createArray(name, "float32", 8, 2).fill(1);
			awaitScreen(top, (screen) -> assertThat(screen.getFirst()).endsWith("streams, by name"));
			top.press("/", name);
			awaitScreen(top, (screen) -> assertThat(screen.get(2)).startsWith("> " + name + "  float32[2] x8  "));
			top.press("C-c");
			awaitScreen(top,
					(screen) -> assertThat(screen).contains("exit code 130").noneMatch((line) -> line.contains(name)));
			assertThat(top.modes()).isEqualTo("0 1");
		}
	}

	@Test
	void topIsTerminatedAndLeavesTheTerminalAsItWas() throws Exception {
		try (ArrayWriter<int[]> _ = writer("counts", 8);
				Tmux top = new Tmux("top", "-d", this.directory.path().toString())) {
			awaitScreen(top, (screen) -> assertThat(screen.get(2)).startsWith("> counts"));
			top.terminate();
			awaitScreen(top, (screen) -> assertThat(screen.getFirst()).isEqualTo("exit code 143"));
			assertThat(top.modes()).isEqualTo("0 1");
		}
	}

	@Test
	void anOpenedStreamStaysInViewWhateverTheOrderUntilItIsGone() throws Exception {
		try (ArrayWriter<int[]> small = writer("a", 2);
				ArrayWriter<int[]> _ = writer("b", 80_000);
				Tmux top = new Tmux("top", "--every", "200ms", "-d", this.directory.path().toString())) {
			awaitScreen(top, (screen) -> assertThat(screen.get(2)).startsWith("> a"));
			top.press("Enter");
			awaitScreen(top, (screen) -> assertThat(screen.get(0)).startsWith("a  "));
			top.press("s", "s", "s", "s", "s");
			small.write(new int[1]);
			awaitScreen(top, (screen) -> assertThat(screen.get(0)).startsWith("a  ").contains("1 samples"));
			small.unlink();
			awaitScreen(top, (screen) -> {
				assertThat(screen.get(0)).isEqualTo("1 of 1 streams, by size");
				assertThat(screen.get(2)).startsWith("> b");
			});
			// keys without a meaning type nothing
			top.press("/", "PPage", "DC", "b");
			awaitScreen(top, (screen) -> assertThat(screen.get(0)).endsWith("filter: b_"));
		}
	}

	@Test
	void catFollowsAStreamOfPythonFromBeforeItIsThere() throws Exception {
		String name = PeerNames.random();
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3);
				Tmux cat = new Tmux("cat", name, "--follow", "--values")) {
			awaitScreen(cat, (screen) -> assertThat(screen).contains("gb: waiting for stream '" + name + "'"));
			PeerWriter writer = peer.createArray(name, "float32", 8, 2);
			writer.write(1, 2.5);
			awaitScreen(cat, (screen) -> assertThat(screen).contains("[1.0,2.5]"));
			writer.write(3, 4);
			awaitScreen(cat, (screen) -> assertThat(screen).containsSequence("[1.0,2.5]", "[3.0,4.0]"));
			cat.press("C-c");
			awaitScreen(cat, (screen) -> assertThat(screen).containsSequence("[3.0,4.0]", "^Cexit code 130"));
		}
	}

	private ArrayWriter<int[]> writer(String name, int capacity) {
		return GlobalBuffer.create(name, ArraySpec.of(DType.INT32, 1))
			.directory(this.directory.path())
			.capacity(capacity)
			.open();
	}

	private static void awaitScreen(Tmux tmux, ScreenCheck check) {
		patient().untilAsserted(() -> check.check(tmux.screen()));
	}

	private static ConditionFactory patient() {
		return Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreException(IndexOutOfBoundsException.class);
	}

	@FunctionalInterface
	private interface ScreenCheck {

		void check(List<String> screen);

	}

}
