// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.Position;
import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.SchemaIdentity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Files of a part, written and read without a stream.
 */
class PartFilesTests {

	private static final ArrayLayout NUMBERS = new ArrayLayout(8, ArraySpec.of(DType.UINT8));

	private static final MessageLayout MESSAGES = new MessageLayout(8, 16, WireFormat.MESSAGE_PACK,
			SchemaIdentity.NONE);

	private static final Instant BEGINNING = Instant.parse("2024-02-29T12:00:00.123456789Z");

	@TempDir
	Path temporary = Path.of("");

	static Stream<BufferLayout> layouts() {
		return Stream.of(NUMBERS, MESSAGES);
	}

	@ParameterizedTest
	@MethodSource("layouts")
	void whatWasBeforeAMomentIsLeftOutThoughItsClockWasSetBack(BufferLayout layout) throws IOException {
		write(1, layout, 5, 9, 1, 2, 7, 3);
		write(2, layout, 4, 6, 0);
		RecordedStream stream = RecordedStream.look(folder()).orElseThrow();
		assertThat(seconds(stream, 5)).containsExactly(5L, 9L, 7L, 6L);
		assertThat(seconds(stream, 9)).containsExactly(9L);
		assertThat(seconds(stream, 10)).isEmpty();
		assertThat(seconds(stream, 0)).containsExactly(5L, 9L, 1L, 2L, 7L, 3L, 4L, 6L, 0L);
	}

	@ParameterizedTest
	@MethodSource("layouts")
	void whatIsWrittenLaterIsNotSeen(BufferLayout layout) throws IOException {
		try (PartWriter writer = begin(1, layout)) {
			append(writer, 0, 0);
			writer.flush();
			RecordedStream stream = RecordedStream.look(folder()).orElseThrow();
			append(writer, 1, 1);
			writer.flush();
			assertThat(seconds(stream, 0)).containsExactly(0L);
			assertThat(stream.end().sequence()).isEqualTo(1);
		}
	}

	@Test
	void aPartThatCannotBeginKeepsNoFileOpen() throws IOException {
		Path inTheWay = Files.createDirectory(folder().file(1, StreamFolder.INDEX));
		assertThatExceptionOfType(FileAlreadyExistsException.class)
			.isThrownBy(() -> PartWriter.create(folder(), 1, NUMBERS))
			.withMessageContaining(inTheWay.toString());
		assertThat(open()).isEmpty();
	}

	@Test
	void aPartThatCannotBeReadKeepsNoFileOpen() throws IOException {
		write(1, NUMBERS, 0, 1);
		RecordedStream stream = RecordedStream.look(folder()).orElseThrow();
		Files.delete(folder().file(1, StreamFolder.ELEMENTS));
		try (RecordedSamples samples = stream.samples()) {
			assertThatExceptionOfType(RecordingException.class).isThrownBy(samples::hasNext)
				.withMessageContaining("000001.npy");
		}
		assertThat(open()).isEmpty();
	}

	@Test
	void aStreamIsClosedWhereverItsSamplesAre() throws IOException {
		write(1, NUMBERS, 0, 1);
		write(2, NUMBERS, 2);
		RecordedStream stream = RecordedStream.look(folder()).orElseThrow();
		for (int read = 0; read <= 3; read++) {
			try (RecordedSamples samples = stream.samples()) {
				for (int sample = 0; sample < read; sample++) {
					samples.next();
				}
			}
			assertThat(open()).as("after %d", read).isEmpty();
		}
	}

	private StreamFolder folder() {
		return new StreamFolder(this.temporary);
	}

	private void write(int number, BufferLayout layout, long... seconds) throws IOException {
		try (PartWriter writer = begin(number, layout)) {
			for (int index = 0; index < seconds.length; index++) {
				append(writer, index, seconds[index]);
			}
			writer.flush();
		}
	}

	private PartWriter begin(int number, BufferLayout layout) throws IOException {
		new PartFacts("s", Position.parse("1-1-0-0"), layout).write(folder().file(number, StreamFolder.FACTS));
		return PartWriter.create(folder(), number, layout);
	}

	private static void append(PartWriter writer, long sequence, long second) {
		Instant time = BEGINNING.plusSeconds(second);
		writer.append(new RecordedRow(sequence, 0, Optional.of(time), time), new byte[] { (byte) second });
	}

	private static List<Long> seconds(RecordedStream stream, long from) {
		List<Long> seconds = new ArrayList<>();
		try (RecordedSamples samples = stream.samplesFrom(BEGINNING.plusSeconds(from))) {
			samples.forEachRemaining((sample) -> {
				long second = Duration.between(BEGINNING, sample.time()).toSeconds();
				assertThat(sample.bytes()).containsExactly((int) second);
				seconds.add(second);
			});
		}
		return seconds;
	}

	/** The files of the part that this process has open. */
	private List<Path> open() throws IOException {
		List<Path> open = new ArrayList<>();
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			for (Path descriptor : descriptors.toList()) {
				if (Files.isSymbolicLink(descriptor)) {
					open.add(Files.readSymbolicLink(descriptor));
				}
			}
		}
		open.removeIf((file) -> !file.startsWith(this.temporary));
		return open;
	}

}
