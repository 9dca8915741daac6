// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Many samples are copied in one call.
 */
class BatchTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	/** Case 68. */
	@Test
	void aBatchTakesWhatIsThere() throws InterruptedException {
		long[] batch = new long[4];
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			writeFrom(writer, 0, 3);
			assertThat(reader.nextBatchInto(batch, TIMEOUT)).isEqualTo(2);
			assertThat(batch).containsExactly(0, 0, 1, 10);
			assertThat(reader.nextBatchInto(batch, TIMEOUT)).isEqualTo(1);
			assertThat(batch).startsWith(2, 20);
			assertThat(reader.nextBatchInto(batch, Duration.ZERO)).isZero();
			assertThat(reader.overruns()).isZero();
		}
	}

	@Test
	void memorySegmentsAndBuffersTakeBatchesToo() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			writeFrom(writer, 0, 4);
			long[] values = new long[4];
			assertThat(reader.nextBatchInto(MemorySegment.ofArray(values), TIMEOUT)).isEqualTo(2);
			assertThat(values).containsExactly(0, 0, 1, 10);
			LongBuffer buffer = ByteBuffer.allocateDirect(40).order(ByteOrder.BIG_ENDIAN).asLongBuffer().position(1);
			assertThat(reader.nextBatchInto(buffer, TIMEOUT)).isEqualTo(2);
			assertThat(buffer.get(1)).isEqualTo(2);
			assertThat(buffer.get(4)).isEqualTo(30);
			assertThat(buffer.position()).isEqualTo(1);
			writeFrom(writer, 4, 1);
			ByteBuffer bytes = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
			assertThat(reader.nextBatchInto(bytes, TIMEOUT)).isEqualTo(1);
			assertThat(bytes.getLong(8)).isEqualTo(40);
		}
	}

	@Test
	void overrunsWithinBatchesAddUp() throws InterruptedException {
		Random random = new Random(5);
		long[] batch = new long[2 * 3];
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			long written = 0;
			long delivered = 0;
			long last = -1;
			for (int round = 0; round < 2_000; round++) {
				int count = random.nextInt(8);
				writeFrom(writer, written, count);
				written += count;
				int samples = reader.nextBatchInto(batch, Duration.ZERO);
				for (int i = 0; i < samples; i++) {
					assertThat(batch[2 * i]).isGreaterThan(last);
					assertThat(batch[2 * i + 1]).isEqualTo(10 * batch[2 * i]);
					last = batch[2 * i];
				}
				delivered += samples;
				assertThat(delivered + reader.overruns() + reader.lag().orElseThrow()).isEqualTo(written);
			}
			assertThat(reader.overruns()).isPositive();
		}
	}

	@Test
	void aBatchWaitsForItsFirstSample() throws Exception {
		long[] batch = new long[4];
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			Background<Integer> samples = Background.run(() -> reader.nextBatchInto(batch, TIMEOUT)).awaitWaiting();
			writeFrom(writer, 0, 1);
			assertThat(samples.result()).isEqualTo(1);
			assertThat(batch).startsWith(0, 0);
		}
	}

	@Test
	void closingEndsTheWaitForABatch() throws Exception {
		try (ArrayWriter<long[]> writer = create()) {
			ArrayReader<long[]> reader = attach();
			Background<Integer> samples = Background.run(() -> reader.nextBatchInto(new long[4], TIMEOUT))
				.awaitWaiting();
			reader.close();
			assertThat(samples.failure()).isInstanceOf(BufferClosedException.class);
			assertThat(writer.isOpen()).isTrue();
		}
	}

	/** Case 69. */
	@Test
	void aBatchIsAWholeNumberOfSamples() {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			writeFrom(writer, 0, 3);
			for (int length : new int[] { 0, 1, 3, 7 }) {
				assertThatIllegalArgumentException()
					.isThrownBy(() -> reader.nextBatchInto(new long[length], Duration.ZERO))
					.withMessageContaining("'b'")
					.withMessageContaining("long[" + length + "]");
			}
			assertThatIllegalArgumentException()
				.isThrownBy(() -> reader.nextBatchInto(MemorySegment.ofArray(new byte[20]), Duration.ZERO))
				.withMessageContaining("16 bytes");
			assertThatIllegalArgumentException()
				.isThrownBy(() -> reader.nextBatchInto(LongBuffer.allocate(4).asReadOnlyBuffer(), Duration.ZERO))
				.withMessageContaining("read-only");
			assertThat(reader.lag()).hasValue(3);
		}
	}

	@Test
	void aBatchEndsWhereTheSegmentDoes() throws InterruptedException {
		ArrayWriter<long[]> first = create();
		try (ArrayReader<long[]> reader = GlobalBuffer.attach("b")
			.directory(this.directory.path())
			.following()
			.asArray(long[].class)) {
			writeFrom(first, 0, 2);
			first.unlink();
			first.close();
			try (ArrayWriter<long[]> second = create()) {
				writeFrom(second, 7, 1);
				long[] batch = new long[8];
				assertThat(reader.nextBatchInto(batch, TIMEOUT)).isEqualTo(2);
				assertThat(reader.nextBatchInto(batch, TIMEOUT)).isEqualTo(1);
				assertThat(batch).startsWith(7, 70, 1, 10);
				assertThat(reader.generation()).isEqualTo(1);
			}
		}
	}

	private static void writeFrom(ArrayWriter<long[]> writer, long first, int count) {
		for (long number = first; number < first + count; number++) {
			writer.write(new long[] { number, 10 * number });
		}
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("b", ArraySpec.of(DType.INT64, 2))
			.directory(this.directory.path())
			.capacity(5)
			.open();
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("b").directory(this.directory.path()).asArray(long[].class);
	}

}
