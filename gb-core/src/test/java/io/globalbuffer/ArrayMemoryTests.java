// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Samples are written from and read into memory of any kind. Cases 50, 67 and 69.
 */
class ArrayMemoryTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final float[] SAMPLE = { 1, -2, 3.5f, Float.MIN_VALUE };

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aMemorySegmentHoldsASamplesBytes() throws InterruptedException {
		try (Arena arena = Arena.ofConfined();
				ArrayWriter<float[]> writer = create();
				ArrayReader<float[]> reader = attach()) {
			MemorySegment source = arena.allocateFrom(ValueLayout.JAVA_FLOAT, SAMPLE);
			assertThat(writer.write(source)).isZero();
			assertThat(reader.latest().orElseThrow().value()).containsExactly(SAMPLE);
			MemorySegment onHeap = MemorySegment.ofArray(new float[4]);
			assertThat(reader.latestInto(onHeap)).isZero();
			assertThat(onHeap.mismatch(source)).isEqualTo(-1);
			MemorySegment offHeap = arena.allocate(16);
			assertThat(reader.nextInto(offHeap, TIMEOUT)).isZero();
			assertThat(offHeap.mismatch(source)).isEqualTo(-1);
			assertThat(reader.nextInto(offHeap, Duration.ZERO)).isEqualTo(ArrayReader.NONE);
		}
	}

	static Stream<Arguments> buffers() {
		return Stream.of(arguments("on the heap", FloatBuffer.allocate(4)),
				arguments("big-endian", ByteBuffer.allocateDirect(16).order(ByteOrder.BIG_ENDIAN).asFloatBuffer()),
				arguments("little-endian",
						ByteBuffer.allocateDirect(16).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer()),
				arguments("a part", FloatBuffer.allocate(9).position(3).limit(7)),
				arguments("a big-endian part on the heap, at an odd address",
						ByteBuffer.allocate(17).position(1).slice().order(ByteOrder.BIG_ENDIAN).asFloatBuffer()));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("buffers")
	void whatRemainsInABufferOfTheElementTypeIsASample(String kind, FloatBuffer buffer) throws InterruptedException {
		int position = buffer.position();
		int limit = buffer.limit();
		buffer.duplicate().put(SAMPLE);
		try (ArrayWriter<float[]> writer = create(); ArrayReader<float[]> reader = attach()) {
			writer.write(buffer);
			assertThat(reader.latest().orElseThrow().value()).containsExactly(SAMPLE);
			clear(buffer);
			assertThat(reader.latestInto(buffer)).isZero();
			assertHolds(buffer);
			clear(buffer);
			assertThat(reader.nextInto(buffer, TIMEOUT)).isZero();
			assertHolds(buffer);
			assertThat(buffer.position()).isEqualTo(position);
			assertThat(buffer.limit()).isEqualTo(limit);
		}
	}

	@Test
	void aByteBufferHoldsASamplesBytesWhateverItsOrder() throws InterruptedException {
		ByteBuffer bytes = ByteBuffer.allocateDirect(16).order(ByteOrder.LITTLE_ENDIAN);
		bytes.asFloatBuffer().put(SAMPLE);
		bytes.order(ByteOrder.BIG_ENDIAN);
		try (ArrayWriter<float[]> writer = create(); ArrayReader<float[]> reader = attach()) {
			writer.write(bytes);
			assertThat(reader.latest().orElseThrow().value()).containsExactly(SAMPLE);
			ByteBuffer target = ByteBuffer.allocate(16);
			assertThat(reader.nextInto(target, TIMEOUT)).isZero();
			assertThat(target).isEqualTo(bytes);
		}
	}

	@Test
	void aReaderOfAnyElementTypeGetsBytes() {
		try (ArrayWriter<float[]> writer = create();
				ArrayReader<?> reader = GlobalBuffer.attach("m").directory(this.directory.path()).asArray()) {
			writer.write(SAMPLE);
			ByteBuffer target = ByteBuffer.allocate(16);
			assertThat(reader.latestInto(target)).isZero();
			assertThat(target.order(ByteOrder.LITTLE_ENDIAN).getFloat(4)).isEqualTo(-2);
		}
	}

	static Stream<Arguments> misfits() {
		return Stream.of(arguments(FloatBuffer.allocate(5), "float[4]"), arguments(FloatBuffer.allocate(3), "float[4]"),
				arguments(DoubleBuffer.allocate(4), "double"), arguments(IntBuffer.allocate(4), "int"),
				arguments(CharBuffer.allocate(4), "char"), arguments(ByteBuffer.allocate(15), "16 bytes"));
	}

	@ParameterizedTest
	@MethodSource("misfits")
	void aBufferOfAnotherSizeOrTypeIsRefused(Buffer buffer, String text) {
		try (ArrayWriter<float[]> writer = create(); ArrayReader<float[]> reader = attach()) {
			writer.write(SAMPLE);
			assertThatIllegalArgumentException().isThrownBy(() -> writer.write(buffer))
				.withMessageContaining("'m'")
				.withMessageContaining(text);
			assertThatIllegalArgumentException().isThrownBy(() -> reader.latestInto(buffer))
				.withMessageContaining("'m'")
				.withMessageContaining(text);
			assertThatIllegalArgumentException().isThrownBy(() -> reader.nextInto(buffer, TIMEOUT));
			assertThat(writer.stats().written()).isEqualTo(1);
			assertThat(reader.lag()).hasValue(1);
		}
	}

	@Test
	void aMemorySegmentOfAnotherSizeIsRefused() {
		try (ArrayWriter<float[]> writer = create(); ArrayReader<float[]> reader = attach()) {
			MemorySegment larger = MemorySegment.ofArray(new byte[17]);
			assertThatIllegalArgumentException().isThrownBy(() -> writer.write(larger))
				.withMessageContaining("16 bytes")
				.withMessageContaining("17");
			assertThatIllegalArgumentException().isThrownBy(() -> reader.latestInto(larger));
			assertThatIllegalArgumentException().isThrownBy(() -> reader.nextInto(larger.asSlice(2), Duration.ZERO));
		}
	}

	@Test
	void memoryThatIsReadOnlyIsNotReadInto() {
		try (ArrayWriter<float[]> writer = create(); ArrayReader<float[]> reader = attach()) {
			FloatBuffer buffer = FloatBuffer.wrap(SAMPLE).asReadOnlyBuffer();
			MemorySegment segment = MemorySegment.ofArray(SAMPLE.clone()).asReadOnly();
			writer.write(buffer);
			writer.write(segment);
			assertThatIllegalArgumentException().isThrownBy(() -> reader.latestInto(buffer))
				.withMessageContaining("read-only");
			assertThatIllegalArgumentException().isThrownBy(() -> reader.nextInto(segment, Duration.ZERO))
				.withMessageContaining("read-only");
			assertThat(reader.latest().orElseThrow().sequence()).isEqualTo(1);
		}
	}

	@Test
	void memoryThatIsClosedCostsNothing() {
		try (ArrayWriter<float[]> writer = create(); ArrayReader<float[]> reader = attach()) {
			MemorySegment closed;
			try (Arena arena = Arena.ofConfined()) {
				closed = arena.allocate(16);
			}
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> writer.write(closed));
			writer.write(SAMPLE);
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> reader.latestInto(closed));
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> reader.nextInto(closed, Duration.ZERO));
			assertThat(reader.latest().orElseThrow().value()).containsExactly(SAMPLE);
			assertThat(reader.lag()).hasValue(1);
		}
	}

	@Test
	void callersMemoryThatWasTakenAwayIsNoLossOfTheBuffer() throws IOException {
		Path file = this.directory.path().resolve("other");
		try (Arena arena = Arena.ofConfined();
				FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
						StandardOpenOption.WRITE);
				ArrayWriter<float[]> writer = create();
				ArrayReader<float[]> reader = attach()) {
			MemorySegment truncated = channel.map(FileChannel.MapMode.READ_WRITE, 0, 16, arena);
			channel.truncate(0);
			writer.write(SAMPLE);
			assertThatIllegalArgumentException().isThrownBy(() -> writer.write(truncated))
				.withMessageContaining("'m'")
				.withMessageContaining("taken away");
			assertThatIllegalArgumentException().isThrownBy(() -> reader.latestInto(truncated));
			assertThatIllegalArgumentException()
				.isThrownBy(() -> reader.nextInto(truncated.asByteBuffer(), Duration.ZERO));
			assertThatIllegalArgumentException().isThrownBy(() -> reader.nextBatchInto(truncated, Duration.ZERO));
			assertThat(writer.write(SAMPLE)).isEqualTo(1);
			assertThat(reader.lag()).hasValue(2);
			assertThat(reader.latest().orElseThrow().value()).containsExactly(SAMPLE);
		}
	}

	/** A single element, and none at all. */
	@Test
	void arraysOfNoDimensionAndOfNoElementsAreSamples() throws InterruptedException {
		try (ArrayWriter<long[]> writer = GlobalBuffer.create("single", ArraySpec.of(DType.INT64))
			.directory(this.directory.path())
			.capacity(2)
			.open();
				ArrayReader<long[]> reader = GlobalBuffer.attach("single")
					.directory(this.directory.path())
					.asArray(DType.INT64)) {
			writer.write(new long[] { 7 });
			assertThat(reader.next().value()).containsExactly(7);
			assertThat(reader.spec().orElseThrow().shape()).isEmpty();
		}
		try (ArrayWriter<double[]> writer = GlobalBuffer.create("empty", ArraySpec.of(DType.FLOAT64, 3, 0))
			.directory(this.directory.path())
			.capacity(2)
			.open();
				ArrayReader<double[]> reader = GlobalBuffer.attach("empty")
					.directory(this.directory.path())
					.asArray(DType.FLOAT64)) {
			writer.write(new double[0]);
			try (Reservation reservation = writer.reserve()) {
				assertThat(reservation.segment().byteSize()).isZero();
				reservation.commit();
			}
			assertThat(reader.next().value()).isEmpty();
			assertThat(reader.nextInto(new double[0], TIMEOUT)).isEqualTo(1);
			assertThat(reader.latestInto(ByteBuffer.allocate(0))).isEqualTo(1);
			assertThat(reader.readLatestAsLong(MemorySegment::byteSize)).hasValue(0);
			assertThatIllegalArgumentException().isThrownBy(() -> reader.nextBatchInto(new double[3], Duration.ZERO))
				.withMessageContaining("[3,0]");
		}
	}

	private static void clear(FloatBuffer buffer) {
		buffer.duplicate().put(new float[SAMPLE.length]);
	}

	private static void assertHolds(FloatBuffer buffer) {
		float[] values = new float[buffer.remaining()];
		buffer.duplicate().get(values);
		assertThat(values).containsExactly(SAMPLE);
	}

	private ArrayWriter<float[]> create() {
		return GlobalBuffer.create("m", ArraySpec.of(DType.FLOAT32, 2, 2))
			.directory(this.directory.path())
			.capacity(3)
			.open();
	}

	private ArrayReader<float[]> attach() {
		return GlobalBuffer.attach("m").directory(this.directory.path()).asArray(float[].class);
	}

}
