// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.MessageWriter;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.codec.MessagePackCodec;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Recorders are closed while their streams are there, to see what they recorded. */
@SuppressWarnings("try")
class RecorderTests {

	private static final int CAPACITY = 64;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@TempDir
	Path folder = Path.of("");

	@Test
	void arraysAreReadBack() {
		try (ArrayWriter<long[]> writer = counts(); Recorder recorder = recorder("counts")) {
			write(writer, 0, 10);
			recorder.close();
			assertThat(recorder.progress()).containsExactly(new RecordingProgress("counts", 10, 80, 0));
			RecordedStream stream = stream("counts");
			assertThat(stream.layout()).isEqualTo(writer.layout().orElseThrow());
			assertThat(stream.count()).isEqualTo(10);
			assertThat(stream.missed()).isZero();
			assertThat(values(stream)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
			assertThat(samples(stream)).extracting(RecordedSample::sequence)
				.containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
			RecordedSample seventh = samples(stream).get(7);
			assertThat(seventh.writtenAt()).isPresent();
			try (RecordedSamples samples = stream.samplesFrom(seventh.time())) {
				assertThat(samples.next().time()).isEqualTo(seventh.time());
			}
		}
	}

	@Test
	void messagesKeepTheirBytes() {
		try (MessageWriter<Map<String, Object>> writer = GlobalBuffer.create("notes", MessageSpec.map())
			.directory(this.directory.path())
			.capacity(CAPACITY)
			.open(); Recorder recorder = recorder("notes")) {
			Map<String, Object> message = Map.of("text", "a\nb", "number", Double.NaN);
			writer.write(message);
			writer.write(Map.of());
			recorder.close();
			RecordedStream stream = stream("notes");
			assertThat(stream.layout()).isEqualTo(writer.layout().orElseThrow());
			assertThat(samples(stream)).extracting(RecordedSample::bytes)
				.containsExactly(MessagePackCodec.of(FieldNaming.AS_DECLARED).encode(message),
						new byte[] { (byte) 0x80 });
			assertThat(samples(stream).getFirst().writtenAt()).isEmpty();
		}
	}

	@Test
	void aResumedRecordingGoesOnBehindItsLastSampleAndCountsWhatWasLost() {
		try (ArrayWriter<long[]> writer = counts()) {
			try (Recorder _ = recorder("counts")) {
				write(writer, 0, 3);
			}
			write(writer, 3, 2 * CAPACITY);
			try (Recorder _ = recorder("counts")) {
				write(writer, 3 + 2 * CAPACITY, 1);
			}
			RecordedStream stream = stream("counts");
			assertThat(stream.parts()).hasSize(2);
			List<RecordedSample> samples = samples(stream);
			assertThat(samples.getLast().sequence()).isEqualTo(3 + 2 * CAPACITY);
			assertThat(stream.missed()).isPositive().isEqualTo(4 + 2 * CAPACITY - samples.size());
			assertThat(samples.get(3).missed()).isEqualTo(stream.missed());
			assertThat(values(stream)).isEqualTo(samples.stream().map(RecordedSample::sequence).toList());
		}
	}

	@Test
	void aReplacedStreamBeginsANewPart() {
		try (Recorder recorder = recorder("counts")) {
			try (ArrayWriter<long[]> writer = counts()) {
				write(writer, 0, 3);
				Awaitility.await().until(() -> recorder.progress().getFirst().samples() == 3);
				writer.unlink();
			}
			try (ArrayWriter<int[]> writer = GlobalBuffer.create("counts", ArraySpec.of(DType.INT32, 2))
				.directory(this.directory.path())
				.capacity(CAPACITY)
				.open()) {
				writer.write(new int[] { 7, 8 });
				Awaitility.await().until(() -> recorder.progress().getFirst().samples() == 4);
			}
			recorder.close();
			RecordedStream stream = stream("counts");
			assertThat(stream.parts()).extracting(RecordedPart::count).containsExactly(3L, 1L);
			assertThat(samples(stream).getLast().bytes()).containsExactly(7, 0, 0, 0, 8, 0, 0, 0);
		}
	}

	@Test
	void partsAreSplitBySize() {
		try (ArrayWriter<long[]> writer = counts(); Recorder recorder = builder("counts").splitBytes(1).start()) {
			write(writer, 0, 3);
			recorder.close();
			assertThat(stream("counts").parts()).extracting(RecordedPart::number).containsExactly(1, 2, 3);
			assertThat(values(stream("counts"))).containsExactly(0L, 1L, 2L);
		}
	}

	@Test
	void theShorterOfTheFilesCounts() throws Exception {
		try (ArrayWriter<long[]> writer = counts(); Recorder recorder = recorder("counts")) {
			write(writer, 0, 5);
			recorder.close();
		}
		Path elements = this.folder.resolve("counts/000001.npy");
		try (var channel = Files.newByteChannel(elements, StandardOpenOption.WRITE)) {
			channel.truncate(channel.size() - 9);
		}
		assertThat(values(stream("counts"))).containsExactly(0L, 1L, 2L);
	}

	@Test
	void aLineWithoutItsEndDoesNotCount() throws Exception {
		try (MessageWriter<Map<String, Object>> writer = GlobalBuffer.create("notes", MessageSpec.map())
			.directory(this.directory.path())
			.capacity(CAPACITY)
			.open(); Recorder recorder = recorder("notes")) {
			writer.write(Map.of("a", 1));
			writer.write(Map.of("a", 2));
			recorder.close();
		}
		Path lines = this.folder.resolve("notes/000001.jsonl");
		try (var channel = Files.newByteChannel(lines, StandardOpenOption.WRITE)) {
			channel.truncate(channel.size() - 1);
		}
		assertThat(samples(stream("notes"))).hasSize(1);
	}

	@Test
	void twoRecordersOfOneStreamAreRefusedInOneFolder() {
		try (Recorder _ = recorder("counts")) {
			assertThatThrownBy(() -> recorder("counts")).isInstanceOf(RecordingException.class)
				.hasMessageContaining("Another recorder");
		}
		recorder("counts").close();
	}

	private RecorderBuilder builder(String stream) {
		return Recorder.into(this.folder).directory(this.directory.path()).stream(stream);
	}

	private Recorder recorder(String stream) {
		return builder(stream).start();
	}

	private RecordedStream stream(String name) {
		return Recording.open(this.folder).stream(name).orElseThrow();
	}

	private static List<RecordedSample> samples(RecordedStream stream) {
		List<RecordedSample> all = new ArrayList<>();
		try (RecordedSamples samples = stream.samples()) {
			samples.forEachRemaining(all::add);
		}
		return all;
	}

	private static List<Long> values(RecordedStream stream) {
		return samples(stream).stream()
			.map((sample) -> ByteBuffer.wrap(sample.bytes()).order(ByteOrder.LITTLE_ENDIAN).getLong())
			.toList();
	}

	private ArrayWriter<long[]> counts() {
		return GlobalBuffer.create("counts", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(CAPACITY)
			.publishTime()
			.open();
	}

	private static void write(ArrayWriter<long[]> writer, long first, int count) {
		for (long value = first; value < first + count; value++) {
			writer.write(new long[] { value });
		}
	}

}
