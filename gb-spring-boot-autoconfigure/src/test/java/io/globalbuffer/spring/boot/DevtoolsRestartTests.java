// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.spring.SharedMemoryDirectory;

import static org.assertj.core.api.Assertions.assertThat;

class DevtoolsRestartTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void afterARestartTheListenerReceivesAndNothingHoldsTheOldClasses() {
		try (JavaProcess process = JavaProcess.start(DevtoolsApplication.command(this.directory.toString()))) {
			process.call(DevtoolsApplication.START_WITHOUT_BUFFERS);
			for (int round = 0; round < 4; round++) {
				assertThat(process.call(DevtoolsApplication.RESTART)).as("the stream goes on by take-over")
					.isEqualTo("tick " + round);
				assertThat(process.call(DevtoolsApplication.THREADS)).as("threads of the new context only")
					.containsOnlyOnce("globalbuffer-tickListener.onTick")
					.containsOnlyOnce("globalbuffer-heartbeat");
			}
			assertThat(process.call(DevtoolsApplication.OLD_CLASS_LOADERS)).isEqualTo("0");
		}
	}

}
