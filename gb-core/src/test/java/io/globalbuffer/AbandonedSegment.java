// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * A segment of a writer that did not close it, with one sample in it.
 */
final class AbandonedSegment {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1);

	private final SegmentFile file;

	private AbandonedSegment(SegmentFile file) {
		this.file = file;
	}

	/** As a Java writer leaves it whose lock the kernel has freed. */
	static AbandonedSegment ofJava(Path directory, String name) {
		Path path;
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, SPEC).directory(directory).capacity(3).open()) {
			writer.write(new long[] { 0 });
			path = writer.path();
		}
		return new AbandonedSegment(new SegmentFile(path)).stampedAgo(Duration.ZERO);
	}

	/** As a Python writer leaves it. */
	static AbandonedSegment ofPython(Path directory, String name) {
		AbandonedSegment segment = ofJava(directory, name);
		segment.file.forgetExtension();
		return segment;
	}

	AbandonedSegment stampedAgo(Duration age) {
		this.file.putLong(SegmentFile.HEARTBEAT,
				TimeUnit.MILLISECONDS.toNanos(Instant.now().minus(age).toEpochMilli()));
		return this;
	}

	AbandonedSegment writtenBy(long pid) {
		this.file.putLong(SegmentFile.PID, pid);
		return this;
	}

	SegmentFile file() {
		return this.file;
	}

	/** The id of a process that has ended. */
	static long absentPid() {
		try {
			Process process = new ProcessBuilder("true").start();
			process.waitFor();
			return process.pid();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
