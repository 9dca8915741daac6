// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Samples that were damaged in memory do not come to readers, if the writer stores
 * checksums.
 */
class ChecksumTests {

	private static final int WORDS = 4;

	private static final int PAYLOAD = 64;

	private static final int CHECKSUM = 60;

	private static final int LARGE = 100_000;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void wholeSamplesPassInEveryWayOfReading() throws InterruptedException {
		try (ArrayWriter<long[]> writer = checked(WORDS).open(); ArrayReader<long[]> reader = attach()) {
			write(writer, 0, 3);
			assertThat(reader.latest().orElseThrow().value()).containsOnly(2);
			assertThat(reader.latestInto(new long[WORDS])).isEqualTo(2);
			assertThat(reader.readLatestAsLong(ChecksumTests::number)).hasValue(2);
			assertThat(reader.next().value()).containsOnly(0);
			assertThat(reader.readNextAsLong(ChecksumTests::number, Duration.ZERO)).hasValue(1);
			assertThat(reader.nextInto(new long[WORDS], Duration.ZERO)).isEqualTo(2);
			assertThat(reader.overruns()).isZero();
		}
	}

	/** Nothing, less than a word, several steps of the computation. */
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 1024, 1025, 10_000 })
	void samplesOfAnySizeHaveOne(int words) throws InterruptedException {
		try (ArrayWriter<long[]> writer = checked(words).open(); ArrayReader<long[]> reader = attach()) {
			write(writer, 7, 1, words);
			try (Reservation reservation = writer.reserve()) {
				reservation.segment().fill((byte) 0);
				reservation.commit();
			}
			if (words > 0) {
				damage(0, PAYLOAD + 8 * words - 8);
				assertThat(reader.next().missed()).isEqualTo(1);
			}
			else {
				assertThat(reader.next().missed()).isZero();
			}
		}
	}

	@Test
	void aDamagedSampleCountsAsLost() throws InterruptedException {
		try (ArrayWriter<long[]> writer = checked(WORDS).open(); ArrayReader<long[]> reader = attach()) {
			write(writer, 0, 3);
			damage(1, PAYLOAD);
			assertThat(reader.next().value()).containsOnly(0);
			Sample<long[]> afterTheDamaged = reader.next();
			assertThat(afterTheDamaged.value()).containsOnly(2);
			assertThat(afterTheDamaged.missed()).isEqualTo(1);
			assertThat(reader.overruns()).isEqualTo(1);
			assertThat(reader.next(Duration.ZERO)).isEmpty();
		}
	}

	@Test
	void aBatchAndAViewPassADamagedSampleToo() throws InterruptedException {
		try (ArrayWriter<long[]> writer = checked(WORDS).open();
				ArrayReader<long[]> batches = attach();
				ArrayReader<long[]> views = attach();
				ArrayReader<long[]> newest = attach()) {
			write(writer, 0, 3);
			damage(1, PAYLOAD + 8);
			long[] batch = new long[3 * WORDS];
			assertThat(batches.nextBatchInto(batch, Duration.ZERO)).isEqualTo(2);
			assertThat(batch[0]).isZero();
			assertThat(batch[WORDS]).isEqualTo(2);
			assertThat(views.readNextAsLong(ChecksumTests::number, Duration.ZERO)).hasValue(0);
			assertThat(views.readNextAsLong(ChecksumTests::number, Duration.ZERO)).hasValue(2);
			damage(2, PAYLOAD);
			assertThat(newest.nextLatest(Duration.ZERO).orElseThrow().value()).containsOnly(0);
		}
	}

	@Test
	void aDamagedMessageCountsAsLost() throws InterruptedException {
		try (BufferWriter<Map<String, Object>> writer = GlobalBuffer.create("c", MessageSpec.map())
			.directory(this.directory.path())
			.capacity(3)
			.checksum()
			.open();
				BufferReader<Map<String, Object>> reader = GlobalBuffer.attach("c")
					.directory(this.directory.path())
					.asMap()) {
			writer.write(Map.of("a", 1));
			writer.write(Map.of("a", 2));
			damage(0, PAYLOAD);
			Sample<Map<String, Object>> sample = reader.next();
			assertThat(sample.value()).containsEntry("a", 2L);
			assertThat(sample.missed()).isEqualTo(1);
		}
	}

	/** Several steps of the computation. */
	@Test
	void aLargeMessageHasOneToItsEnd() throws InterruptedException {
		byte[] large = new byte[LARGE];
		try (MessageWriter<Map<String, Object>> writer = GlobalBuffer.create("c", MessageSpec.map().maxBytes(2 * LARGE))
			.directory(this.directory.path())
			.capacity(3)
			.checksum()
			.open();
				BufferReader<byte[]> reader = GlobalBuffer.attach("c").directory(this.directory.path()).asBytes()) {
			for (int number = 0; number < 3; number++) {
				Arrays.fill(large, (byte) number);
				writer.writeBytes(large);
			}
			damage(1, PAYLOAD + LARGE - 8);
			assertThat(reader.latest().orElseThrow().value()).hasSize(LARGE).containsOnly(2);
			assertThat(reader.next().value()).hasSize(LARGE).containsOnly(0);
			assertThat(reader.next().missed()).isEqualTo(1);
		}
	}

	@Test
	void largeBatchesAndMemoryOfCallersHaveThemToo() throws InterruptedException {
		int words = LARGE / 8;
		try (ArrayWriter<long[]> writer = checked(words).open();
				ArrayReader<long[]> reader = attach();
				ArrayReader<long[]> batches = attach()) {
			for (long number = 0; number < 3; number++) {
				byte[] sample = new byte[8 * words];
				Arrays.fill(sample, (byte) number);
				writer.write(MemorySegment.ofArray(sample));
			}
			damage(1, PAYLOAD + 8 * words - 8);
			long[] batch = new long[3 * words];
			assertThat(batches.nextBatchInto(batch, Duration.ZERO)).isEqualTo(2);
			assertThat(Arrays.copyOf(batch, words)).containsOnly(0);
			assertThat(Arrays.copyOfRange(batch, words, 2 * words)).containsOnly(0x0202_0202_0202_0202L);
			MemorySegment target = MemorySegment.ofArray(new long[words]);
			assertThat(reader.nextInto(target, Duration.ZERO)).isZero();
			assertThat(reader.nextInto(target, Duration.ZERO)).isEqualTo(2);
			assertThat(reader.overruns()).isEqualTo(1);
		}
	}

	@Test
	void anArrayThatChangesMeanwhileHasTheOneOfWhatWasStored() throws Exception {
		int words = LARGE / 8;
		try (ArrayWriter<long[]> writer = checked(words).open(); ArrayReader<long[]> reader = attach()) {
			long[] sample = new long[words];
			CountDownLatch changing = new CountDownLatch(1);
			AtomicBoolean written = new AtomicBoolean();
			Background<Long> changes = Background.run(() -> {
				long number = 0;
				while (!written.get()) {
					number++;
					Arrays.fill(sample, number);
					changing.countDown();
				}
				return number;
			});
			changing.await();
			for (int round = 0; round < 1000; round++) {
				writer.write(sample);
				assertThat(reader.next().missed()).isZero();
			}
			written.set(true);
			assertThat(changes.result()).isPositive();
		}
	}

	@Test
	void latestGivesTheOlderOneWhereTheNewestIsDamaged() {
		try (ArrayWriter<long[]> writer = checked(WORDS).open(); ArrayReader<long[]> reader = attach()) {
			write(writer, 0, 3);
			damage(2, PAYLOAD + 8 * WORDS - 8);
			Sample<long[]> latest = reader.latest().orElseThrow();
			assertThat(latest.sequence()).isEqualTo(1);
			assertThat(latest.value()).containsOnly(1);
			assertThat(reader.latestInto(new long[WORDS])).isEqualTo(1);
			assertThat(reader.readLatestAsLong(ChecksumTests::number)).hasValue(1);
			write(writer, 3, 1);
			assertThat(reader.latest().orElseThrow().sequence()).isEqualTo(3);
		}
	}

	@Test
	void whereAllSamplesAreDamagedTheNextOneIsWaitedFor() throws InterruptedException {
		try (ArrayWriter<long[]> writer = checked(WORDS).open(); ArrayReader<long[]> reader = attach()) {
			write(writer, 0, 3);
			for (int slot = 0; slot < 3; slot++) {
				damage(slot, PAYLOAD);
			}
			assertThat(reader.next(Duration.ZERO)).isEmpty();
			assertThatExceptionOfType(BufferContendedException.class).isThrownBy(reader::latest);
			write(writer, 3, 1);
			assertThat(reader.next().missed()).isEqualTo(3);
		}
	}

	@Test
	void anOldPayloadWithItsOldChecksumDoesNotPass() throws InterruptedException {
		try (ArrayWriter<long[]> writer = checked(WORDS).capacity(1).open(); ArrayReader<long[]> reader = attach()) {
			write(writer, 5, 1);
			SegmentFile file = file();
			int checksum = file.getInt(file.slot(0) + CHECKSUM);
			write(writer, 6, 2);
			for (int word = 0; word < WORDS; word++) {
				file.putLong(file.slot(0) + PAYLOAD + 8L * word, 5);
			}
			file.putInt(file.slot(0) + CHECKSUM, checksum);
			write(writer, 8, 1);
			Sample<long[]> sample = reader.next();
			assertThat(sample.sequence()).isEqualTo(3);
			assertThat(sample.missed()).isEqualTo(3);
		}
	}

	@Test
	void withoutChecksumsDamageIsNotNoticed() throws InterruptedException {
		try (ArrayWriter<long[]> writer = builder(WORDS).publishTime().open(); ArrayReader<long[]> reader = attach()) {
			write(writer, 0, 1);
			damage(0, PAYLOAD);
			assertThat(reader.next().value()[0]).isNotZero();
		}
	}

	/** The rest of the page in which a file ends reads as zeros, without a fault. */
	@Test
	void aTruncationWithinAPageGivesNoZeros() {
		try (ArrayWriter<long[]> writer = checked(WORDS).open(); ArrayReader<long[]> reader = attach()) {
			write(writer, 1, 3);
			file().resize(file().slot(2) + PAYLOAD + 8);
			await().untilAsserted(() -> assertThatExceptionOfType(BufferLostException.class).isThrownBy(() -> {
				assertThat(reader.latest().orElseThrow().value()).containsOnly(2);
				assertThat(reader.readLatestAsLong(ChecksumTests::number)).hasValue(2);
			}));
		}
	}

	private static void write(ArrayWriter<long[]> writer, long first, int samples) {
		write(writer, first, samples, WORDS);
	}

	private static void write(ArrayWriter<long[]> writer, long first, int samples, int words) {
		for (long number = first; number < first + samples; number++) {
			long[] sample = new long[words];
			Arrays.fill(sample, number);
			writer.write(sample);
		}
	}

	private static long number(MemorySegment view) {
		return view.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
	}

	private void damage(int slot, int offset) {
		long position = file().slot(slot) + offset;
		file().putLong(position, file().getLong(position) ^ 1L << 16);
	}

	private SegmentFile file() {
		return new SegmentFile(this.directory.segment("c"));
	}

	private WriterBuilder<ArrayWriter<long[]>> builder(int words) {
		return GlobalBuffer.create("c", ArraySpec.of(DType.INT64, words)).directory(this.directory.path()).capacity(3);
	}

	private WriterBuilder<ArrayWriter<long[]>> checked(int words) {
		return builder(words).checksum();
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("c").directory(this.directory.path()).asArray(long[].class);
	}

}
