// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.process.JavaCommand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A filter of system calls refuses to let threads sleep on shared memory, or on several
 * words at once, as older kernels do.
 */
class RefusedFutexTests {

	private static final String LAUNCHER = "src/test/resources/io/globalbuffer/hostile/refuse_futex.py";

	private static final String WARNING = "The system refuses to let threads sleep on shared memory";

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void whereNoThreadMaySleepReadersPoll() throws Exception {
		assertThat(run("all")).containsOnlyOnce(WARNING);
	}

	@Test
	void whereTheyMaySleepOnOneWordAloneThatWordEndsTheSleep() throws Exception {
		assertThat(run("waitv")).doesNotContain(WARNING);
	}

	private String run(String refused) throws IOException, InterruptedException {
		assumeTrue(Child.succeeds("python3", LAUNCHER, refused, "true"), "A filter of system calls is permitted");
		List<String> command = new ArrayList<>(List.of("python3", LAUNCHER, refused));
		command.addAll(Child.javaCommand(JavaCommand.classPath(), List.of(JavaCommand.NATIVE_ACCESS),
				FilteredProcess.class, this.directory.path().toString(), refused));
		return Child.run(command).requireSuccess().output();
	}

}
