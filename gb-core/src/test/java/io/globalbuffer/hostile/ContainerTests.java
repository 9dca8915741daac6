// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Two containers share a directory, and each counts its processes from 1.
 */
class ContainerTests {

	/** By the wall clock, and not the stamp of a clean close. */
	private static final long LONG_AGO = 1_000_000_000_000_000_001L;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	/** The writer held no lock, as Python's do, and a Python reader has it open still. */
	@Test
	void aDeadProcessOneIsPresumedDeadByTheProcessOneOfAnotherContainer() throws Exception {
		String[] container = { "unshare", "--pid", "--fork", "--mount-proc" };
		List<String> command = new ArrayList<>(List.of(container));
		command.add("true");
		assumeThat(Child.succeeds(command.toArray(String[]::new))).as("may make a pid namespace").isTrue();
		Path path = abandoned();
		command = new ArrayList<>(List.of(container));
		command.addAll(Child.javaCommand(JavaCommand.classPath(), List.of("--enable-native-access=ALL-UNNAMED"),
				ContainerProcess.class, this.directory.path().toString()));
		try (FileChannel python = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			Child.run(command).requireSuccess();
			assertThat(python.isOpen()).isTrue();
		}
	}

	private Path abandoned() {
		Path path;
		try (ArrayWriter<long[]> writer = GlobalBuffer.create("c", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(3)
			.open()) {
			writer.write(new long[1]);
			path = writer.path();
		}
		SegmentFile file = new SegmentFile(path);
		file.putInt(SegmentFile.FEATURES, 0);
		file.putLong(SegmentFile.PID, 1);
		file.putLong(SegmentFile.HEARTBEAT, LONG_AGO);
		return path;
	}

}
