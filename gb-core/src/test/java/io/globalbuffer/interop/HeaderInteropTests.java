// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentFile;
import io.globalbuffer.peer.BufferNames;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PeerReader;
import io.globalbuffer.peer.PeerWriter;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.peer.SharedPeers;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Cases 8 and 9: segments of equal specification are equal byte by byte, whoever creates
 * them, but for the block that a Java writer adds where Python leaves zeros and never
 * looks.
 */
class HeaderInteropTests {

	private static final int CODEC_OFFSET = 92;

	private static final byte[] EXTENSION_MAGIC = "GBJ1".getBytes(StandardCharsets.US_ASCII);

	@RegisterExtension
	static final SharedPeers peers = new SharedPeers();

	@RegisterExtension
	final BufferNames names = new BufferNames();

	static Stream<Arguments> versionsAndDtypes() {
		return Stream.of(PythonVersion.values())
			.flatMap((version) -> Stream
				.of("bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float16",
						"float32", "float64", "complex64", "complex128", "datetime64[ns]", "timedelta64[us]")
				.map((dtype) -> arguments(version, dtype)));
	}

	@ParameterizedTest
	@MethodSource("versionsAndDtypes")
	void arraySegmentsOfEachDtypeAreEqual(PythonVersion version, String dtype) throws IOException {
		assertEqualArraySegments(version, dtype, 5, 3, 7);
	}

	@ParameterizedTest
	@CsvSource({ "1, ''", "1, 1", "8, 64 4", "3, 2 3 1 2 3 1 2 3", "2, 0", "7, 4 0 2", "1, 131072" })
	void arraySegmentsOfEachShapeAreEqual(int capacity, String shape) throws IOException {
		int[] dimensions = Stream.of(shape.split(" ", -1))
			.filter((dimension) -> !dimension.isEmpty())
			.mapToInt(Integer::parseInt)
			.toArray();
		for (PythonVersion version : PythonVersion.values()) {
			assertEqualArraySegments(version, "complex64", capacity, dimensions);
		}
	}

	private void assertEqualArraySegments(PythonVersion version, String dtype, int capacity, int... shape)
			throws IOException {
		String python = this.names.next();
		String java = this.names.next();
		PeerWriter peer = peers.get(version).createArray(python, dtype, capacity, shape);
		long[] dimensions = Arrays.stream(shape).asLongStream().toArray();
		try (ArrayWriter<?> writer = GlobalBuffer.create(java, ArraySpec.of(DType.of(dtype), dimensions))
			.capacity(capacity)
			.open()) {
			assertEqualSegments(java, python);
			assertThat(writer.path()).isEqualTo(PeerNames.file(java));
			PeerReader reader = peers.get(version).attach(java);
			assertThat(reader.description().path("dtype").asText()).isEqualTo(dtype);
			assertThat(reader.description().path("shape")).hasSize(shape.length);
			assertThat(reader.description().path("nbytes").asLong()).isEqualTo(writer.spec().byteSize());
			reader.close();
		}
		try (var reader = GlobalBuffer.attach(python).asArray()) {
			assertThat(reader.spec().orElseThrow()).hasToString(ArraySpec.of(DType.of(dtype), dimensions).toString());
		}
		peer.close();
	}

	/** Case 8: {@code Status} is the format's worked example. */
	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void messageSegmentsAreEqual(PythonVersion version) throws IOException {
		for (String model : new String[] { "Status", "Point", "Detection" }) {
			String python = this.names.next();
			String java = this.names.next();
			peers.get(version).createMessage(python, model, 4, 512);
			String schema;
			try (BufferReader<?> reader = GlobalBuffer.attach(python).asMap()) {
				schema = Schemas.of(reader);
			}
			assertThat(schema).contains("\"title\":\"" + model + "\"");
			try (BufferWriter<?> writer = GlobalBuffer.create(java, MessageSpec.map().maxBytes(512).schema(schema))
				.capacity(4)
				.open()) {
				assertThat(writer.isOpen()).isTrue();
				assertEqualSegments(java, python, version);
			}
		}
	}

	@ParameterizedTest
	@EnumSource(PythonVersion.class)
	void pythonNeverLooksAtTheExtension(PythonVersion version) throws IOException {
		String name = this.names.next();
		ArraySpec<long[]> spec = ArraySpec.of(DType.INT64, 4);
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, spec).capacity(3).open()) {
			FilledArrays.write(writer, 0, 5);
		}
		byte[] garbage = new byte[SegmentFile.SLOTS_START - SegmentFile.EXTENSION];
		Arrays.fill(garbage, (byte) 0xff);
		try (FileChannel file = FileChannel.open(PeerNames.file(name), StandardOpenOption.WRITE)) {
			file.write(ByteBuffer.wrap(garbage), SegmentFile.EXTENSION);
		}
		byte[] before = segment(name);
		PeerReader reader = peers.get(version).attach(name);
		assertThat(reader.latestArray().orElseThrow().longs()).containsOnly(4);
		assertThat(reader.isWriterAlive()).isFalse();
		reader.close();
		assertThat(segment(name)).isEqualTo(before);
	}

	private static void assertEqualSegments(String java, String python) throws IOException {
		byte[] expected = segment(python);
		byte[] actual = segment(java);
		assertThat(actual).hasSameSizeAs(expected);
		assertThat(wiped(withoutExtension(actual))).isEqualTo(wiped(expected));
	}

	/** The releases before 1.1 leave the codec out, which means the same as 1. */
	private static void assertEqualSegments(String java, String python, PythonVersion version) throws IOException {
		byte[] expected = segment(python);
		byte[] actual = segment(java);
		ByteBuffer codec = ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN);
		assertThat(codec.getInt(CODEC_OFFSET)).isEqualTo(version.isAtLeast11() ? 1 : 0);
		codec.putInt(CODEC_OFFSET, 1);
		assertThat(actual).hasSameSizeAs(expected);
		assertThat(wiped(withoutExtension(actual))).isEqualTo(wiped(expected));
	}

	private static byte[] segment(String name) throws IOException {
		return Files.readAllBytes(PeerNames.file(name));
	}

	/** Python's segments have none: they are compared as they are. */
	private static byte[] withoutExtension(byte[] segment) {
		assertThat(Arrays.copyOfRange(segment, SegmentFile.EXTENSION, SegmentFile.EXTENSION + EXTENSION_MAGIC.length))
			.isEqualTo(EXTENSION_MAGIC);
		byte[] plain = segment.clone();
		Arrays.fill(plain, SegmentFile.EXTENSION, SegmentFile.SLOTS_START, (byte) 0);
		return plain;
	}

	private static byte[] wiped(byte[] segment) {
		ByteBuffer header = ByteBuffer.wrap(Arrays.copyOf(segment, SegmentFile.SLOTS_START))
			.order(ByteOrder.LITTLE_ENDIAN);
		assertThat(header.getLong(SegmentFile.PID)).isPositive();
		assertThat(header.getLong(SegmentFile.HEARTBEAT)).isPositive();
		header.putLong(SegmentFile.PID, 0).putLong(SegmentFile.HEARTBEAT, 0);
		return header.array();
	}

}
