// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many threads with one writer, while others read.
 */
class SharedWriterTests {

	private static final int THREADS = 4;

	private static final int WRITES = 20_000;

	private static final int LENGTH = 64;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void everySampleIsWholeAndNoneIsLost() throws Exception {
		try (ArrayWriter<long[]> writer = GlobalBuffer.create("s", ArraySpec.of(DType.INT64, LENGTH))
			.directory(this.directory.path())
			.capacity(16)
			.open(); ArrayReader<long[]> inOrder = attach(); ArrayReader<long[]> newest = attach()) {
			CountDownLatch start = new CountDownLatch(1);
			List<Background<BitSet>> writers = new ArrayList<>();
			for (int thread = 0; thread < THREADS; thread++) {
				boolean inPlace = thread % 2 == 1;
				long base = (long) thread * WRITES;
				writers.add(Background.run(() -> {
					start.await();
					return inPlace ? reserveMany(writer, base) : writeMany(writer, base);
				}));
			}
			Background<Long> ordered = Background.run(() -> readInOrder(inOrder));
			Background<Long> latest = Background.run(() -> readNewest(newest));
			start.countDown();
			BitSet sequences = new BitSet();
			for (Background<BitSet> each : writers) {
				BitSet own = each.result();
				assertThat(own.cardinality()).isEqualTo(WRITES);
				assertThat(own.intersects(sequences)).isFalse();
				sequences.or(own);
			}
			assertThat(sequences.nextClearBit(0)).isEqualTo(THREADS * WRITES);
			assertThat(writer.stats().written()).isEqualTo((long) THREADS * WRITES);
			assertThat(ordered.result() + inOrder.overruns()).isEqualTo((long) THREADS * WRITES);
			assertThat(latest.result()).isEqualTo((long) THREADS * WRITES - 1);
		}
	}

	private static BitSet writeMany(ArrayWriter<long[]> writer, long base) {
		BitSet sequences = new BitSet();
		long[] sample = new long[LENGTH];
		for (int i = 0; i < WRITES; i++) {
			Arrays.fill(sample, base + i);
			sequences.set((int) writer.write(sample));
		}
		return sequences;
	}

	private static BitSet reserveMany(ArrayWriter<long[]> writer, long base) {
		BitSet sequences = new BitSet();
		for (int i = 0; i < WRITES; i++) {
			try (Reservation reservation = writer.reserve()) {
				for (int element = 0; element < LENGTH; element++) {
					reservation.segment().setAtIndex(ValueLayout.JAVA_LONG, element, base + i);
				}
				sequences.set((int) reservation.commit());
			}
		}
		return sequences;
	}

	private static long readInOrder(ArrayReader<long[]> reader) throws InterruptedException {
		long[] sample = new long[LENGTH];
		long delivered = 0;
		long last = -1;
		while (last < (long) THREADS * WRITES - 1) {
			long sequence = reader.nextInto(sample, Duration.ofSeconds(20));
			assertThat(sequence).isGreaterThan(last);
			requireWhole(sample);
			last = sequence;
			delivered++;
		}
		return delivered;
	}

	private static long readNewest(ArrayReader<long[]> reader) throws InterruptedException {
		long last = -1;
		while (last < (long) THREADS * WRITES - 1) {
			Sample<long[]> sample = reader.nextLatest(Duration.ofSeconds(20)).orElseThrow();
			assertThat(sample.sequence()).isGreaterThan(last);
			requireWhole(sample.value());
			last = sample.sequence();
		}
		return last;
	}

	private static void requireWhole(long[] sample) {
		assertThat(LongStream.of(sample).allMatch((value) -> value == sample[0])).isTrue();
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("s").directory(this.directory.path()).asArray(long[].class);
	}

}
