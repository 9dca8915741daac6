// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.spring.SharedMemoryDirectory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Listeners in an application with less memory than a sample takes.
 */
class SmallHeapTests {

	private static final int TOO_LARGE = 40 << 20;

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void aListenerIsPastASampleThatDoesNotFitIntoTheHeap() throws IOException {
		try (BufferWriter<Map<String, Object>> writer = GlobalBuffer
			.create("sounds", MessageSpec.map().maxBytes(TOO_LARGE))
			.directory(this.directory)
			.capacity(4)
			.open()) {
			writer.write(Map.of("sound", 0));
			writer.write(Map.of("sound", new byte[TOO_LARGE - 64]));
			writer.write(Map.of("sound", 2));
			Process process = new ProcessBuilder(SmallHeapApplication.command(this.directory.toString()).words())
				.redirectErrorStream(true)
				.start();
			try {
				assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).contains(
						"[{sound=0}, {sound=2}] [{sound=0}, {sound=2}] batch running errors 1 overruns 1"
								+ " single running errors 1 overruns 1",
						"Listener 'single': decoding failed at sample 1 of buffer 'sounds'; it is lost");
			}
			finally {
				process.destroyForcibly();
			}
		}
	}

}
