// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the speeds, what was delivered and what was lost add up to what was written.
 * Cases 81 and 82.
 */
class OverrunsTests {

	private static final int ROUNDS = 2_000;

	private static final int SAMPLES = 20_000;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	/** Case 82. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 64 })
	void aLappedCursorGoesToTheOldestSampleInTheWindow(int capacity) throws InterruptedException {
		Random random = new Random(capacity);
		try (ArrayWriter<long[]> writer = create(capacity); ArrayReader<long[]> reader = attach()) {
			long written = 0;
			long cursor = 0;
			long overruns = 0;
			for (int round = 0; round < ROUNDS; round++) {
				for (int writes = random.nextInt(2 * capacity + 2); writes > 0; writes--) {
					writer.write(new long[] { written++ });
				}
				for (int reads = random.nextInt(capacity + 2); reads > 0 && cursor < written; reads--) {
					long expected = Math.max(cursor, written - capacity);
					Sample<long[]> sample = reader.next(Duration.ZERO).orElseThrow();
					assertThat(sample.sequence()).isEqualTo(expected);
					assertThat(sample.value()).containsExactly(expected);
					assertThat(sample.missed()).isEqualTo(expected - cursor);
					overruns += expected - cursor;
					cursor = expected + 1;
				}
				assertThat(reader.overruns()).isEqualTo(overruns);
				assertThat(reader.lag()).hasValue(written - cursor);
			}
		}
	}

	/** Case 81. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 7, 64 })
	void deliveredAndLostAddUpToWhatWasWritten(int capacity) throws Exception {
		try (ArrayWriter<long[]> writer = create(capacity); ArrayReader<long[]> reader = attach()) {
			Random random = new Random(capacity);
			Background<Long> delivered = Background.run(() -> readAll(reader, new Random(capacity + 1)));
			for (long value = 0; value < SAMPLES; value++) {
				writer.write(new long[] { value });
				if (random.nextInt(8) == 0) {
					spin(random.nextInt(200));
				}
			}
			assertThat(delivered.result() + reader.overruns()).isEqualTo(SAMPLES);
		}
	}

	private static long readAll(ArrayReader<long[]> reader, Random random) throws InterruptedException {
		long delivered = 0;
		long last = -1;
		while (last < SAMPLES - 1) {
			Sample<long[]> sample = reader.next(Duration.ofSeconds(20)).orElseThrow();
			assertThat(sample.sequence()).isEqualTo(last + 1 + sample.missed());
			assertThat(sample.value()).containsExactly(sample.sequence());
			last = sample.sequence();
			delivered++;
			if (random.nextInt(8) == 0) {
				spin(random.nextInt(400));
			}
		}
		return delivered;
	}

	private static void spin(int times) {
		for (int i = 0; i < times; i++) {
			Thread.onSpinWait();
		}
	}

	private ArrayWriter<long[]> create(int capacity) {
		return GlobalBuffer.create("o", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(capacity)
			.open();
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("o").directory(this.directory.path()).asArray(long[].class);
	}

}
