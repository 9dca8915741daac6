// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.nio.file.Files;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

class CleanCommandTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void onlyTheProvablyDeadGoAndTheOthersSayWhyTheyStay() throws Exception {
		GlobalBuffer.create("closed", ArraySpec.of(DType.INT32, 1))
			.directory(this.directory.path())
			.capacity(2)
			.open()
			.close();
		try (GbProcess killed = GbProcess.start("write", "dead", "--dtype", "int32", "-d",
				this.directory.path().toString());
				ArrayWriter<int[]> _ = GlobalBuffer.create("living", ArraySpec.of(DType.INT32, 1))
					.directory(this.directory.path())
					.capacity(2)
					.open()) {
			Awaitility.await().untilAsserted(() -> assertThat(this.directory.segment("dead")).exists());
			killed.kill();
			CommandRun run = gc();
			assertThat(run.lines().getFirst()).isEqualTo("Removed dead");
			assertThat(run.lines().get(1)).startsWith("Freed ");
			assertThat(run.out()).containsPattern("closed +its writer closed it: one that starts again goes on with it")
				.containsPattern("living +its writer, process " + ProcessHandle.current().pid() + ", is active");
			assertThat(this.directory.segment("dead")).doesNotExist();
			Map<?, ?> json = CommandRun.gb("gc", "--json", "-d", this.directory.path().toString()).object();
			assertThat((Iterable<?>) json.get("removed")).isEmpty();
			assertThat((Iterable<?>) json.get("kept")).hasSize(2);
		}
	}

	@Test
	void aStreamOfPythonGoesOnceItsProcessIsGone() throws Exception {
		String name = PeerNames.random();
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3)) {
			peer.createArray(name, "float32", 8, 2).fill(1);
			// the same file, where no stream of others is
			Files.createLink(this.directory.segment(name), PeerNames.file(name));
			assertThat(gc().lines()).startsWith("Nothing to remove");
			assertThat(gc().out()).containsPattern(name + " +its writer, process " + peer.pid() + ", is active");
			peer.kill();
			assertThat(gc().lines().getFirst()).isEqualTo("Removed " + name);
			assertThat(this.directory.segment(name)).doesNotExist();
		}
	}

	private CommandRun gc() {
		return CommandRun.gb("gc", "-d", this.directory.path().toString());
	}

}
