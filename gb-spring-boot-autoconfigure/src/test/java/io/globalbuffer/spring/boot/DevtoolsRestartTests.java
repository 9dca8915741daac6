// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.spring.SharedMemoryDirectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class DevtoolsRestartTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@ParameterizedTest
	@CsvSource({ "thread, globalbuffer-tickListener.onTick", "shared, globalbuffer-shared-1" })
	void afterARestartTheListenerReceivesAndNothingHoldsTheOldClasses(String dispatch, String thread) {
		try (JavaProcess process = JavaProcess.start(DevtoolsApplication.command(this.directory.toString())
			.with("-Dglobalbuffer.listener.dispatch=" + dispatch, "-Dglobalbuffer.listener.shared-threads=1"))) {
			process.call(DevtoolsApplication.START_WITHOUT_BUFFERS);
			for (int round = 0; round < 4; round++) {
				assertThat(process.call(DevtoolsApplication.RESTART)).as("the stream goes on by take-over")
					.isEqualTo("tick " + round);
				// one of the shared ones may still have the name of the call
				await().untilAsserted(() -> assertThat(process.call(DevtoolsApplication.THREADS))
					.as("threads of the new context only")
					.containsOnlyOnce(thread)
					.containsOnlyOnce("globalbuffer-heartbeat"));
			}
			assertThat(process.call(DevtoolsApplication.OLD_CLASS_LOADERS)).isEqualTo("0");
		}
	}

}
