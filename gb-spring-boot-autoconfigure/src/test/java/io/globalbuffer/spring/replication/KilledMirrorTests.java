// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.nio.file.Path;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.kill.KillSchedule;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.SpareProcesses;
import io.globalbuffer.spring.SharedMemoryDirectory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the moment at which a process is killed that writes a mirror, the next one
 * writes neither a sample twice nor leaves one out: each is its sequence, here and there.
 */
class KilledMirrorTests {

	@RegisterExtension
	static final SpareProcesses processes = new SpareProcesses(MirroringProcess.COMMAND, 1);

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void nothingIsWrittenTwiceAndNothingForgotten() {
		KillSchedule schedule = new KillSchedule();
		long before = -1;
		while (schedule.goesOn()) {
			try (JavaProcess process = processes.next()) {
				process.call(MirroringProcess.write(this.directory));
				schedule.pause();
				process.kill();
			}
			before = assertGoneOn(before, schedule);
		}
		assertThat(before).as("samples after %s", schedule).isPositive();
	}

	private long assertGoneOn(long before, KillSchedule schedule) {
		try (ArrayReader<long[]> reader = GlobalBuffer.attach(Mirrors.BUFFER)
			.directory(this.directory)
			.asArray(long[].class)) {
			Optional<Sample<long[]>> latest = reader.latest();
			if (latest.isEmpty()) {
				return before;
			}
			Sample<long[]> newest = latest.get();
			assertThat(newest.value()).as("newest sample after %s", schedule).containsExactly(newest.sequence());
			assertThat(newest.sequence()).isGreaterThanOrEqualTo(before);
			return newest.sequence();
		}
	}

}
