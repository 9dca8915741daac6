// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.observation.TracedApplication.Seen;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A writer and a listener in two processes, joined by what each says of the spans it is
 * in.
 */
class TraceAcrossProcessesTests {

	private static final Duration GENEROUS = Duration.ofMinutes(1);

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void oneTraceSpansAWriterAndAListenerWhateverTheyPropagate() {
		try (JavaProcess listener = listener("management.tracing.propagation.type=w3c");
				JavaProcess writer = writer("trace=true", "management.tracing.propagation.type=b3")) {
			assertThat(listener.call("ready")).isEqualTo("ready");
			for (int sample = 0; sample < 3; sample++) {
				String written = writer.call("write");
				Seen seen = Seen.of(listener.call("next"));
				assertThat(seen.traceId() + " " + seen.parentId()).isEqualTo(written);
				assertThat(written).doesNotContain(seen.spanId());
			}
			assertThat(listener.pid()).isNotEqualTo(writer.pid());
		}
	}

	@Test
	void aListenerKnowsWhenAnotherProcessPublishedASample() {
		Instant before = Instant.now();
		try (JavaProcess listener = listener(); JavaProcess writer = writer("publish-time=true")) {
			assertThat(listener.call("ready")).isEqualTo("ready");
			String written = writer.call("write");
			Seen seen = Seen.of(listener.call("next"));
			assertThat(seen.age()).hasValueSatisfying((age) -> assertThat(age).isBetween(Duration.ZERO, GENEROUS));
			assertThat(seen.writtenAt()).hasValueSatisfying(
					(time) -> assertThat(time).isBetween(before.minus(GENEROUS), Instant.now().plus(GENEROUS)));
			assertThat(written).doesNotContain(seen.traceId());
		}
	}

	private JavaProcess writer(String ofBuffer, String... properties) {
		return TracedApplication.writer(this.directory,
				joined(TestApplication.arrayWriter("imu"), TestApplication.buffer("imu", ofBuffer), properties));
	}

	private JavaProcess listener(String... properties) {
		return TracedApplication.listener(this.directory, joined(TestApplication.arrayReader("imu"),
				new String[] { "globalbuffer.listener.observation-enabled=true" }, properties));
	}

	private static String[] joined(String[]... properties) {
		return Stream.of(properties).flatMap(Stream::of).toArray(String[]::new);
	}

}
