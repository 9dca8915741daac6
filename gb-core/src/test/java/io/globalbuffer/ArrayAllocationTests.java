// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The hot path allocates nothing, whichever way a writer is used and whatever samples lie
 * in: arrays of each type, memory and buffers, on the heap and off it.
 */
class ArrayAllocationTests {

	private static final int VALUES = 64;

	private static final int BATCH = 3;

	/** Each is copied through memory segments, which the JDK makes: half of a sample. */
	private static final long SEGMENT_BYTES = 256;

	private static final int BUFFERS = 7;

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private Object planted = "nothing";

	static Stream<DType<?>> types() {
		return Stream.of(DType.FLOAT64, DType.FLOAT32, DType.INT8, DType.INT16, DType.INT32, DType.INT64);
	}

	/** One small object for a call would be noticed. */
	@Test
	void anAllocationIsNoticed() throws InterruptedException {
		try (ArrayWriter<double[]> writer = create(DType.FLOAT64).open()) {
			double[] sample = new double[VALUES];
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> Allocation.assertNothing(() -> {
				writer.write(sample);
				this.planted = new Object();
			})).withMessageContaining("bytes in");
			Allocation.assertNothing(() -> writer.write(sample));
		}
	}

	@ParameterizedTest
	@MethodSource("types")
	<A> void arraysOfEachTypeAreWrittenAndReadWithoutAllocation(DType<A> type) throws InterruptedException {
		try (ArrayWriter<A> writer = create(type).open(); ArrayReader<A> reader = attach(type)) {
			A sample = type.newArray(VALUES);
			A batch = type.newArray(BATCH * VALUES);
			Allocation.assertNothing(() -> {
				writer.write(sample);
				reader.latestInto(sample);
				reader.nextInto(sample, TIMEOUT);
				writer.write(sample);
				writer.write(sample);
				reader.nextBatchInto(batch, TIMEOUT);
			});
		}
	}

	@Test
	void aConfinedWriterAllocatesNothing() throws InterruptedException {
		try (ArrayWriter<double[]> writer = create(DType.FLOAT64).confined().open();
				ArrayReader<double[]> reader = attach(DType.FLOAT64)) {
			double[] sample = new double[VALUES];
			Allocation.assertNothing(() -> {
				writer.write(sample);
				try (Reservation reservation = writer.reserve()) {
					reservation.segment().set(ValueLayout.JAVA_DOUBLE, 0, 1);
					reservation.commit();
				}
				reader.nextInto(sample, TIMEOUT);
			});
		}
	}

	/** More is lost than the ring holds, in every call. */
	@Test
	void aReaderThatIsOverrunAllocatesNothing() throws InterruptedException {
		try (ArrayWriter<double[]> writer = create(DType.FLOAT64).capacity(1).open();
				ArrayReader<double[]> reader = attach(DType.FLOAT64)) {
			double[] sample = new double[VALUES];
			Allocation.assertNothing(() -> {
				writer.write(sample);
				writer.write(sample);
				writer.write(sample);
				reader.nextInto(sample, TIMEOUT);
			});
		}
	}

	@Test
	void memoryOnTheHeapIsWrittenAndReadWithoutAllocation() throws InterruptedException {
		use(MemorySegment.ofArray(new double[VALUES]), MemorySegment.ofArray(new double[BATCH * VALUES]));
	}

	@Test
	void memoryOffTheHeapIsWrittenAndReadWithoutAllocation() throws InterruptedException {
		try (Arena arena = Arena.ofConfined()) {
			use(arena.allocate(ValueLayout.JAVA_DOUBLE, VALUES),
					arena.allocate(ValueLayout.JAVA_DOUBLE, BATCH * VALUES));
		}
	}

	private void use(MemorySegment memory, MemorySegment batch) throws InterruptedException {
		try (ArrayWriter<double[]> writer = create(DType.FLOAT64).open();
				ArrayReader<double[]> reader = attach(DType.FLOAT64)) {
			Allocation.assertNothing(() -> {
				writer.write(memory);
				reader.latestInto(memory);
				reader.nextInto(memory, TIMEOUT);
				writer.write(memory);
				writer.write(memory);
				reader.nextBatchInto(batch, TIMEOUT);
			});
		}
	}

	@Test
	void buffersOnTheHeapTakeNothingButTheirSegments() throws InterruptedException {
		use(DoubleBuffer.allocate(VALUES), DoubleBuffer.allocate(BATCH * VALUES));
	}

	@Test
	void buffersOffTheHeapTakeNothingButTheirSegments() throws InterruptedException {
		use(direct(VALUES), direct(BATCH * VALUES));
	}

	private static DoubleBuffer direct(int values) {
		return ByteBuffer.allocateDirect(values * Double.BYTES).order(ByteOrder.nativeOrder()).asDoubleBuffer();
	}

	private void use(DoubleBuffer buffer, DoubleBuffer batch) throws InterruptedException {
		try (ArrayWriter<double[]> writer = create(DType.FLOAT64).open();
				ArrayReader<double[]> reader = attach(DType.FLOAT64)) {
			Allocation.assertAtMost(Allocation.CALLS * BUFFERS * SEGMENT_BYTES, Allocation.CALLS, () -> {
				writer.write(buffer);
				reader.latestInto(buffer);
				reader.nextInto(buffer, TIMEOUT);
				writer.write(buffer);
				writer.write(buffer);
				// twice: one for each sample
				reader.nextBatchInto(batch, TIMEOUT);
			});
		}
	}

	private <A> WriterBuilder<ArrayWriter<A>> create(DType<A> type) {
		return GlobalBuffer.create("a", ArraySpec.of(type, VALUES)).directory(this.directory.path()).capacity(8);
	}

	private <A> ArrayReader<A> attach(DType<A> type) {
		return GlobalBuffer.attach("a").directory(this.directory.path()).asArray(type.arrayType());
	}

}
