// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import global_buffer_test.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.exception.MessageTooLargeException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.telemetry.Calibration;
import io.globalbuffer.telemetry.Point;
import io.globalbuffer.telemetry.Telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Streams of protobuf messages, and of messages of any codec read as bytes.
 */
class ProtobufStreamTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	record Status(double gain) {
	}

	/** Case 29. */
	@Test
	void aMessageIsReadAsItsClassAndAsItsBytes() throws InterruptedException {
		Telemetry message = Telemetry.newBuilder().setStringValue("größe").addWeights(0.5).putCounts("a", 1).build();
		try (BufferWriter<Telemetry> writer = create(MessageSpec.of(Telemetry.class));
				BufferReader<Telemetry> typed = attach().as(Telemetry.class);
				BufferReader<byte[]> raw = attach().asBytes()) {
			writer.write(message);
			assertThat(typed.next().value()).isEqualTo(message);
			assertThat(raw.next().value()).isEqualTo(message.toByteArray());
			assertThat(typed.latest().orElseThrow().value()).isEqualTo(message);
			assertThat(raw.latest().orElseThrow().value()).isEqualTo(message.toByteArray());
		}
	}

	/** Case 31. */
	@Test
	void aMessageOfDefaultsIsASampleWithoutBytes() throws InterruptedException {
		try (BufferWriter<Telemetry> writer = create(MessageSpec.of(Telemetry.class));
				BufferReader<Telemetry> typed = attach().as(Telemetry.class);
				BufferReader<byte[]> raw = attach().asBytes()) {
			assertThat(writer.write(Telemetry.getDefaultInstance())).isZero();
			assertThat(writer.write(Telemetry.newBuilder().setBoolValue(true).build())).isEqualTo(1);
			assertThat(typed.next(Duration.ZERO).orElseThrow().value()).isEqualTo(Telemetry.getDefaultInstance());
			assertThat(typed.next(Duration.ZERO).orElseThrow().value().getBoolValue()).isTrue();
			assertThat(raw.next(Duration.ZERO).orElseThrow().value()).isEmpty();
			assertThat(raw.next(Duration.ZERO).orElseThrow().value()).hasSize(2);
		}
	}

	/** Case 28. */
	@Test
	void theSegmentNamesTheCodecAndTheSchema() {
		try (BufferWriter<Buffer.Status> writer = create(MessageSpec.of(Buffer.Status.class).maxBytes(64))) {
			SegmentFile file = new SegmentFile(writer.path());
			assertThat(file.getInt(8)).isEqualTo(2);
			assertThat(file.getInt(92)).isEqualTo(2);
			assertThat(file.getInt(88)).isEqualTo(84);
			assertThat(file.getLong(80)).isEqualTo(0xc3787a8bc2151beaL);
			MessageLayout layout = (MessageLayout) writer.layout().orElseThrow();
			assertThat(layout.format()).isEqualTo(WireFormat.PROTOBUF);
			assertThat(layout.describe()).startsWith("protobuf messages of at most 64 bytes");
		}
	}

	/** Case 30. */
	@Test
	void anotherMessageClassIsAMismatch() {
		try (BufferWriter<Telemetry> writer = create(MessageSpec.of(Telemetry.class))) {
			assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> attach().as(Point.class))
				.withMessageContaining(writer.path().toString())
				.withMessageContaining(
						"holds messages globalbuffer.telemetry.Telemetry, not globalbuffer.telemetry.Point");
		}
	}

	@Test
	void protobufMessagesAreNoMaps() {
		try (BufferWriter<Telemetry> writer = create(MessageSpec.of(Telemetry.class))) {
			assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> attach().asMap())
				.withMessageContaining(writer.path().toString())
				.withMessageContaining("holds protobuf messages")
				.withMessageContaining("a stream of MessagePack maps")
				.withMessageContaining("generated class")
				.withMessageContaining("asBytes()");
			assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> attach().as(Status.class));
			assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> attach().asArray());
		}
	}

	@Test
	void mapsAreNoProtobufMessages() {
		try (BufferWriter<Status> writer = create(MessageSpec.of(Status.class))) {
			assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> attach().as(Telemetry.class))
				.withMessageContaining(writer.path().toString())
				.withMessageContaining("holds MessagePack maps")
				.withMessageContaining("a stream of protobuf messages")
				.withMessageContaining("a record or a map");
		}
	}

	@Test
	void mapsAreReadAsBytesToo() throws InterruptedException {
		try (BufferWriter<Map<String, Object>> writer = create(MessageSpec.map());
				BufferReader<byte[]> raw = attach().asBytes()) {
			writer.write(Map.of("a", 1));
			assertThat(raw.next().value()).isEqualTo(new byte[] { (byte) 0x81, (byte) 0xa1, 'a', 1 });
		}
	}

	@Test
	void arraysAreNotReadAsMessagesBytes() {
		try (ArrayWriter<double[]> writer = GlobalBuffer.create("p", ArraySpec.of(DType.FLOAT64, 2))
			.directory(this.directory.path())
			.capacity(4)
			.open()) {
			assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> attach().asBytes())
				.withMessageContaining(writer.path().toString())
				.withMessageContaining("a message stream");
		}
	}

	@Test
	void eachSampleHasBytesOfItsOwn() throws InterruptedException {
		try (BufferWriter<Telemetry> writer = create(MessageSpec.of(Telemetry.class));
				BufferReader<byte[]> raw = attach().asBytes()) {
			List<byte[]> read = new ArrayList<>();
			for (int number = 1; number <= 3; number++) {
				writer.write(Telemetry.newBuilder().setInt32Value(number).build());
				read.add(raw.next().value());
				read.add(raw.latest().orElseThrow().value());
			}
			assertThat(read).extracting((bytes) -> (int) bytes[1]).containsExactly(1, 1, 2, 2, 3, 3);
		}
	}

	@Test
	void whatIsNotSuchAMessageIsACodecException() throws InterruptedException {
		try (BufferWriter<Telemetry> writer = create(MessageSpec.of(Telemetry.class));
				BufferReader<Telemetry> reader = attach().as(Telemetry.class)) {
			writer.write(Telemetry.newBuilder().setDoubleValue(1).build());
			SegmentFile file = new SegmentFile(writer.path());
			file.putLong(file.slot(0) + 64, -1);
			assertThatExceptionOfType(CodecException.class).isThrownBy(reader::next)
				.withMessageContaining("buffer 'p'")
				.withMessageContaining(Telemetry.class.getName());
			writer.write(Telemetry.newBuilder().setDoubleValue(2).build());
			assertThat(reader.next().value().getDoubleValue()).isEqualTo(2);
		}
	}

	@Test
	void nothingIsPublishedOfAMessageThatCannotBeEncoded() {
		try (BufferWriter<Calibration> writer = create(MessageSpec.of(Calibration.class).maxBytes(32))) {
			assertThatExceptionOfType(CodecException.class)
				.isThrownBy(() -> writer.write(Calibration.newBuilder().buildPartial()))
				.withMessageContaining("sensor, offset");
			assertThatExceptionOfType(MessageTooLargeException.class).isThrownBy(
					() -> writer.write(Calibration.newBuilder().setSensor("s".repeat(30)).setOffset(1).build()));
			assertThat(new SegmentFile(writer.path()).getLong(SegmentFile.COUNT)).isZero();
		}
	}

	private <T> BufferWriter<T> create(MessageSpec<T> spec) {
		return GlobalBuffer.create("p", spec).directory(this.directory.path()).capacity(4).open();
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("p").directory(this.directory.path());
	}

}
