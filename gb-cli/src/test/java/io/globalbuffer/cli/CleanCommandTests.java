// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
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
			CommandRun run = CommandRun.gb("gc", "-d", this.directory.path().toString());
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

}
