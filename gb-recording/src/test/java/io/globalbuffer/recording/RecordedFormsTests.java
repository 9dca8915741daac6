// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.recording.internal.value.Json;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaIdentity;
import io.globalbuffer.telemetry.Telemetry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a stream holds is recorded and read back with the same bytes.
 */
class RecordedFormsTests {

	private static final int CAPACITY = 16;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@TempDir
	Path folder = Path.of("");

	static Stream<ArraySpec<?>> shapes() {
		return Stream.of(ArraySpec.of(DType.FLOAT32), ArraySpec.of(DType.INT16, 0), ArraySpec.of(DType.INT16, 3, 0, 2),
				ArraySpec.of(DType.UINT8, 1, 1, 1, 1, 1, 1, 1, 1), ArraySpec.of(DType.COMPLEX128, 2),
				ArraySpec.of(DType.raw("str96", 12), 2));
	}

	@ParameterizedTest
	@MethodSource("shapes")
	void arraysOfAnyShape(ArraySpec<?> spec) {
		BufferLayout layout = new ArrayLayout(CAPACITY, spec);
		byte[] first = new byte[Math.toIntExact(layout.sampleSize())];
		byte[] second = first.clone();
		for (int index = 0; index < second.length; index++) {
			second[index] = (byte) (index + 1);
		}
		record("arrays", layout, first, second);
		RecordedStream stream = stream("arrays");
		assertThat(stream.layout()).isEqualTo(layout);
		assertThat(bytes(stream)).containsExactly(first, second);
	}

	@Test
	void protobufMessagesAreLinesOfTheirFields() throws IOException {
		Telemetry message = Telemetry.newBuilder().setStringValue("größe").addWeights(0.5).putCounts("a", 1).build();
		BufferLayout layout;
		try (BufferWriter<Telemetry> writer = GlobalBuffer.create("telemetry", MessageSpec.of(Telemetry.class))
			.directory(this.directory.path())
			.capacity(CAPACITY)
			.open(); Recorder _ = recorder("telemetry").start()) {
			writer.write(message);
			writer.write(Telemetry.getDefaultInstance());
			layout = writer.layout().orElseThrow();
		}
		RecordedStream stream = stream("telemetry");
		assertThat(stream.layout()).isEqualTo(layout);
		assertThat(bytes(stream)).containsExactly(message.toByteArray(), new byte[0]);
		assertThat(fields(messages("telemetry").getFirst())).containsEntry("string_value", "größe")
			.containsEntry("weights", List.of(0.5))
			.containsEntry("counts", Map.of("a", 1));
		assertThat(fields(messages("telemetry").getLast())).containsEntry("string_value", "");
	}

	@ParameterizedTest
	@ValueSource(strings = { "MESSAGE_PACK", "PROTOBUF" })
	void whatCannotBeDecodedIsKeptAsItsBytes(WireFormat format) throws IOException {
		BufferLayout layout = new MessageLayout(CAPACITY, 32, format, SchemaIdentity.NONE);
		byte[] undecodable = { (byte) 0xc1, '\n', 0, -1 };
		record("messages", layout, undecodable, new byte[0]);
		assertThat(stream("messages").layout()).isEqualTo(layout);
		assertThat(bytes(stream("messages"))).containsExactly(undecodable, new byte[0]);
		assertThat(messages("messages")).hasSize(2).containsOnlyNulls();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "50%", "%41", ".hidden", "..", "a.b-c_D", "con:*?\"<>|", "" })
	void anyNameHasAFolder(String name) throws IOException {
		byte[] sample = { 7 };
		record(name, new ArrayLayout(CAPACITY, ArraySpec.of(DType.UINT8)), sample);
		assertThat(Recording.open(this.folder).streams()).extracting(RecordedStream::name).containsExactly(name);
		assertThat(bytes(stream(name))).containsExactly(sample);
		try (Stream<Path> files = Files.list(this.folder)) {
			assertThat(files.map((file) -> String.valueOf(file.getFileName()))).singleElement()
				.asString()
				.matches("(?!\\.)[A-Za-z0-9._%-]+");
		}
	}

	@Test
	void namesThatLookAlikeHaveDifferentFolders() {
		record("%20", new ArrayLayout(CAPACITY, ArraySpec.of(DType.UINT8)), new byte[1]);
		record(" ", new ArrayLayout(CAPACITY, ArraySpec.of(DType.UINT8)), new byte[1]);
		assertThat(Recording.open(this.folder).streams()).extracting(RecordedStream::name)
			.containsExactlyInAnyOrder(" ", "%20");
	}

	@Test
	void partsAreSplitByTime() {
		BufferLayout layout = new ArrayLayout(CAPACITY, ArraySpec.of(DType.UINT8));
		try (BufferWriter<byte[]> writer = writer("counts", layout);
				Recorder _ = recorder("counts").splitAfter(Duration.ofNanos(1)).start()) {
			write(writer, new byte[1], new byte[] { 1 }, new byte[] { 2 });
		}
		assertThat(stream("counts").parts()).extracting(RecordedPart::count).containsExactly(1L, 1L, 1L);
		assertThat(bytes(stream("counts"))).containsExactly(new byte[1], new byte[] { 1 }, new byte[] { 2 });
		try (BufferWriter<byte[]> writer = writer("other", layout);
				Recorder _ = recorder("other").splitAfter(Duration.ofDays(1)).start()) {
			write(writer, new byte[1], new byte[] { 1 });
		}
		assertThat(stream("other").parts()).extracting(RecordedPart::count).containsExactly(2L);
	}

	private void record(String name, BufferLayout layout, byte[]... samples) {
		try (BufferWriter<byte[]> writer = writer(name, layout); Recorder _ = recorder(name).start()) {
			write(writer, samples);
		}
	}

	private static void write(BufferWriter<byte[]> writer, byte[]... samples) {
		for (byte[] sample : samples) {
			writer.write(sample);
		}
	}

	private BufferWriter<byte[]> writer(String name, BufferLayout layout) {
		return GlobalBuffer.create(name, layout).directory(this.directory.path()).open();
	}

	private RecorderBuilder recorder(String name) {
		return Recorder.into(this.folder).directory(this.directory.path()).stream(name);
	}

	private RecordedStream stream(String name) {
		return Recording.open(this.folder).stream(name).orElseThrow();
	}

	private static List<byte[]> bytes(RecordedStream stream) {
		List<byte[]> bytes = new ArrayList<>();
		try (RecordedSamples samples = stream.samples()) {
			samples.forEachRemaining((sample) -> bytes.add(sample.bytes()));
		}
		return bytes;
	}

	/** The column that is there for reading. */
	private List<@Nullable Object> messages(String name) throws IOException {
		List<@Nullable Object> messages = new ArrayList<>();
		for (String line : Files.readAllLines(this.folder.resolve(name).resolve("000001.jsonl"))) {
			Map<?, ?> columns = (Map<?, ?>) Objects.requireNonNull(Json.read(line));
			assertThat(columns.containsKey("message")).isTrue();
			messages.add(columns.get("message"));
		}
		return messages;
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> fields(@Nullable Object message) {
		return (Map<String, Object>) Objects.requireNonNull(message);
	}

}
