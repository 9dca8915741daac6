// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.hostile.SmallFileSystem;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FullDiskTests {

	private static final int SAMPLE_BYTES = 1 << 14;

	private static final int FRAMES = 40;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@RegisterExtension
	final SmallFileSystem disk = new SmallFileSystem();

	@Test
	void whatIsThereCountsAndIsGoneOnWithOnceThereIsRoom() throws Exception {
		Path ballast = Files.write(this.disk.path().resolve("ballast"), new byte[1 << 19]);
		try (ArrayWriter<byte[]> frames = writer("frames", SAMPLE_BYTES);
				ArrayWriter<byte[]> small = writer("small", 1)) {
			Recorder recorder = recorder();
			small.write(new byte[] { 7 });
			Awaitility.await().until(() -> count("small") == 1);
			for (int number = 0; number < FRAMES; number++) {
				frames.write(frame(number));
			}
			assertThat(recorder.await(Duration.ofMinutes(1))).isTrue();
			assertThat(recorder.failure()).isPresent();
			assertThatThrownBy(recorder::close).isInstanceOf(RecordingException.class)
				.hasMessageContaining("'frames'")
				.hasMessageContaining("make room");
			long before = count("frames");
			assertThat(count("small")).isEqualTo(1);
			Files.delete(ballast);
			try (Recorder _ = recorder()) {
				frames.write(frame(FRAMES));
			}
			RecordedStream stream = Recording.open(recordings()).stream("frames").orElseThrow();
			assertThat(stream.count()).isGreaterThan(before);
			try (RecordedSamples samples = stream.samples()) {
				samples
					.forEachRemaining((sample) -> assertThat(sample.bytes()).isEqualTo(frame((int) sample.sequence())));
			}
			assertThat(stream.count() + stream.missed()).isEqualTo(FRAMES + 1);
		}
	}

	private static byte[] frame(int number) {
		byte[] frame = new byte[SAMPLE_BYTES];
		Arrays.fill(frame, (byte) number);
		return frame;
	}

	private Path recordings() {
		return this.disk.path().resolve("recordings");
	}

	private Recorder recorder() {
		return Recorder.into(recordings()).directory(this.directory.path()).stream("frames").stream("small").start();
	}

	private long count(String stream) {
		try {
			return Optional.of(Recording.open(recordings()))
				.flatMap((recording) -> recording.stream(stream))
				.map(RecordedStream::count)
				.orElse(0L);
		}
		catch (RecordingException ex) {
			// not begun
			return 0;
		}
	}

	private ArrayWriter<byte[]> writer(String name, int length) {
		return GlobalBuffer.create(name, ArraySpec.of(DType.UINT8, length))
			.directory(this.directory.path())
			.capacity(128)
			.open();
	}

}
