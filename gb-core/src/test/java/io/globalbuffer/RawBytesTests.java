// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.exception.MessageTooLargeException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaIdentity;
import io.globalbuffer.schema.SchemaPolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * A stream of any kind is read as bytes with its layout, and written from them.
 */
class RawBytesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final ArraySpec<double[]> ARRAYS = ArraySpec.of(DType.FLOAT64, 2, 1);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private record Status(double gain, boolean camOn) {

	}

	private record Other(String name) {

	}

	@Test
	void arraysAreReadAsTheirElements() throws InterruptedException {
		try (ArrayWriter<double[]> writer = GlobalBuffer.create("s", ARRAYS)
			.directory(this.directory.path())
			.capacity(3)
			.open(); BufferReader<byte[]> reader = attach("s").asRawBytes()) {
			writer.write(new double[] { 1.5, -2 });
			assertThat(reader.layout()).contains(new ArrayLayout(3, ARRAYS));
			Sample<byte[]> sample = reader.next();
			assertThat(sample.value()).isEqualTo(elements(1.5, -2));
			assertThat(reader.latest().orElseThrow().value()).isEqualTo(elements(1.5, -2)).isNotSameAs(sample.value());
		}
	}

	@Test
	void messagesAreReadUndecoded() throws InterruptedException {
		try (MessageWriter<Status> writer = statusWriter("s");
				BufferReader<byte[]> raw = attach("s").asRawBytes();
				BufferReader<byte[]> bytes = attach("s").asBytes()) {
			writer.write(new Status(1.2, true));
			assertThat(raw.layout()).isEqualTo(writer.layout());
			assertThat(raw.next().value()).isEqualTo(bytes.next().value());
		}
	}

	@Test
	void everyWriterTakesBytesThatAnotherOneWrote() throws InterruptedException {
		try (MessageWriter<Status> writer = statusWriter("s");
				MessageWriter<Status> copy = statusWriter("copy");
				BufferReader<byte[]> bytes = attach("s").asBytes(MessageSpec.of(Status.class));
				BufferReader<Status> reader = attach("copy").as(Status.class)) {
			writer.write(new Status(1.2, true));
			assertThat(copy.writeBytes(bytes.next().value())).isZero();
			assertThat(reader.next().value()).isEqualTo(new Status(1.2, true));
			assertThatExceptionOfType(MessageTooLargeException.class)
				.isThrownBy(() -> copy.writeBytes(new byte[MessageSpec.DEFAULT_MAX_BYTES + 1]));
		}
		try (ArrayWriter<double[]> writer = GlobalBuffer.create("a", ARRAYS)
			.directory(this.directory.path())
			.capacity(3)
			.open(); ArrayReader<double[]> reader = attach("a").asArray(ARRAYS)) {
			assertThat(writer.writeBytes(elements(1.5, -2))).isZero();
			assertThat(reader.next().value()).containsExactly(1.5, -2);
			assertThatIllegalArgumentException().isThrownBy(() -> writer.writeBytes(new byte[8]));
		}
	}

	@Test
	void bytesOfOtherMessagesThanWereAskedForAreRefused() {
		try (MessageWriter<Status> writer = statusWriter("s")) {
			assertThatExceptionOfType(SchemaMismatchException.class)
				.isThrownBy(() -> attach("s").asBytes(MessageSpec.of(Other.class)));
			assertThat(writer.isOpen()).isTrue();
		}
	}

	@Test
	void whoAsksForBytesOfMessagesGetsNoArrays() {
		try (ArrayWriter<double[]> writer = GlobalBuffer.create("s", ARRAYS)
			.directory(this.directory.path())
			.capacity(3)
			.open()) {
			assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> attach("s").asBytes())
				.withMessageContaining("a message stream was asked for");
			assertThat(writer.isOpen()).isTrue();
		}
	}

	@Test
	void aFollowingReaderWaitsAndGoesOverToAnotherKind() throws Exception {
		try (BufferReader<byte[]> reader = attach("s").following().asRawBytes()) {
			assertThat(reader.layout()).isEmpty();
			assertThat(reader.latest()).isEmpty();
			Background<Sample<byte[]>> first = Background.run(reader::next).awaitWaiting();
			try (ArrayWriter<double[]> writer = GlobalBuffer.create("s", ARRAYS)
				.directory(this.directory.path())
				.capacity(3)
				.open()) {
				writer.write(new double[] { 1.5, -2 });
				assertThat(first.result().value()).isEqualTo(elements(1.5, -2));
				assertThat(reader.layout().orElseThrow()).isInstanceOf(ArrayLayout.class);
				writer.unlink();
			}
			try (MessageWriter<Status> writer = statusWriter("s")) {
				writer.write(new Status(1.2, true));
				Sample<byte[]> sample = reader.next(TIMEOUT).orElseThrow();
				assertThat(sample.generation()).isEqualTo(1);
				assertThat(reader.layout().orElseThrow()).isInstanceOf(MessageLayout.class);
			}
		}
	}

	@Test
	void aCopyOfAMessageStreamHasItsCodecAndItsSchema() throws InterruptedException {
		try (MessageWriter<Status> writer = statusWriter("s");
				BufferReader<byte[]> source = attach("s").asRawBytes();
				BufferWriter<byte[]> copy = copy(source.layout().orElseThrow()).open();
				BufferReader<Status> reader = attach("copy")
					.as(MessageSpec.of(Status.class).policy(SchemaPolicy.EXACT))) {
			writer.write(new Status(1.2, true));
			assertThat(copy.write(source.next().value())).isZero();
			assertThat(copy.layout()).isEqualTo(writer.layout());
			assertThat(reader.next().value()).isEqualTo(new Status(1.2, true));
		}
	}

	@Test
	void aCopyOfAnArrayStreamHasItsElementTypeAndShape() throws InterruptedException {
		try (BufferWriter<byte[]> copy = copy(new ArrayLayout(3, ARRAYS)).capacity(5).open();
				ArrayReader<double[]> reader = attach("copy").asArray(ARRAYS)) {
			copy.write(elements(1.5, -2));
			assertThat(copy.layout()).contains(new ArrayLayout(5, ARRAYS));
			assertThat(reader.next().value()).containsExactly(1.5, -2);
		}
	}

	@Test
	@SuppressWarnings("NullAway")
	void bytesThatAreNoSampleAreRefused() {
		MessageLayout messages = new MessageLayout(3, 4, WireFormat.MESSAGE_PACK, SchemaIdentity.NONE);
		try (BufferWriter<byte[]> arrays = copy(new ArrayLayout(3, ARRAYS)).open();
				BufferWriter<byte[]> bytes = GlobalBuffer.create("m", messages)
					.directory(this.directory.path())
					.open()) {
			assertThatIllegalArgumentException().isThrownBy(() -> arrays.write(new byte[15]))
				.withMessageContaining("'copy' is float64[2,1]")
				.withMessageContaining("16 bytes, not 15");
			assertThatExceptionOfType(MessageTooLargeException.class).isThrownBy(() -> bytes.write(new byte[5]))
				.withMessageContaining("has 5 bytes");
			assertThatNullPointerException().isThrownBy(() -> bytes.write(null)).withMessageContaining("bytes");
			assertThat(bytes.write(new byte[4])).isZero();
			assertThat(arrays.write(new byte[16])).isZero();
		}
	}

	@Test
	void layoutsThatNoSegmentCanHaveAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ArrayLayout(0, ARRAYS))
			.withMessageContaining("capacity");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MessageLayout(3, -1, WireFormat.MESSAGE_PACK, SchemaIdentity.NONE))
			.withMessageContaining("-1");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new MessageLayout(3, Integer.MAX_VALUE, WireFormat.MESSAGE_PACK, SchemaIdentity.NONE))
			.withMessageContaining("2147483639");
		for (long capacity : new long[] { 0xFFFF_FFFFL, Long.MAX_VALUE }) {
			assertThatIllegalArgumentException().isThrownBy(() -> copy(new ArrayLayout(capacity, ARRAYS)).open())
				.withMessageContaining("No file is large enough");
		}
	}

	@Test
	void aMessageWriterTellsWhatItWasOpenedWith() {
		MessageSpec<Status> spec = MessageSpec.of(Status.class).maxBytes(100);
		try (MessageWriter<Status> writer = GlobalBuffer.create("s", spec)
			.directory(this.directory.path())
			.capacity(2)
			.open();
				MessageWriter<Map<String, Object>> maps = GlobalBuffer.create("m", MessageSpec.map())
					.directory(this.directory.path())
					.capacity(2)
					.open()) {
			assertThat(writer.spec()).isSameAs(spec);
			assertThat(maps.spec().maxBytes()).isEqualTo(MessageSpec.DEFAULT_MAX_BYTES);
		}
	}

	private MessageWriter<Status> statusWriter(String name) {
		return GlobalBuffer.create(name, MessageSpec.of(Status.class))
			.directory(this.directory.path())
			.capacity(2)
			.open();
	}

	private WriterBuilder<BufferWriter<byte[]>> copy(BufferLayout layout) {
		return GlobalBuffer.create("copy", layout).directory(this.directory.path());
	}

	private ReaderBuilder attach(String name) {
		return GlobalBuffer.attach(name).directory(this.directory.path());
	}

	private static byte[] elements(double... values) {
		ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asDoubleBuffer().put(values);
		return bytes.array();
	}

}
