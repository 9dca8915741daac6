// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where a reader starts, what it has read and what it has lost. Cases 65, 76, 79 and 80.
 */
class ReaderPositionTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final PairBuffer pairs = new PairBuffer(this.directory);

	/** Case 65. */
	@Test
	void aLappedReaderLosesWhatWasOverwritten() throws InterruptedException {
		try (ArrayWriter<long[]> writer = this.pairs.create(3); ArrayReader<long[]> reader = this.pairs.attach()) {
			PairBuffer.write(writer, 0, 3);
			for (long value = 0; value < 3; value++) {
				assertThat(reader.next().value()).containsExactly(value, value);
			}
			PairBuffer.write(writer, 3, 13);
			assertThat(reader.lag()).hasValue(10);
			Sample<long[]> sample = reader.next();
			assertThat(sample.value()).containsExactly(10, 10);
			assertThat(sample.sequence()).isEqualTo(10);
			assertThat(sample.missed()).isEqualTo(7);
			assertThat(reader.overruns()).isEqualTo(7);
			assertThat(reader.lag()).hasValue(2);
		}
	}

	/** Case 76. */
	@Test
	void twoReadersHaveTheirOwnCursors() throws InterruptedException {
		try (ArrayWriter<long[]> writer = this.pairs.create(3);
				ArrayReader<long[]> first = this.pairs.attach();
				ArrayReader<long[]> second = this.pairs.attach()) {
			PairBuffer.write(writer, 0, 2);
			assertThat(first.next().sequence()).isZero();
			assertThat(first.next().sequence()).isEqualTo(1);
			assertThat(second.next().sequence()).isZero();
			assertThat(first.next(Duration.ZERO)).isEmpty();
			assertThat(second.next().value()).containsExactly(1, 1);
		}
	}

	/** Case 79. */
	@Test
	void aReaderStartsWithWhatIsWrittenLater() throws InterruptedException {
		try (ArrayWriter<long[]> writer = this.pairs.create(3)) {
			PairBuffer.write(writer, 0, 5);
			try (ArrayReader<long[]> reader = this.pairs.attach(StartPosition.NEW)) {
				assertThat(reader.latest().map(Sample::sequence)).hasValue(4L);
				assertThat(reader.next(Duration.ZERO)).isEmpty();
				PairBuffer.write(writer, 5, 6);
				assertThat(reader.next().sequence()).isEqualTo(5);
				assertThat(reader.overruns()).isZero();
			}
		}
	}

	@Test
	void aReaderMayStartWithTheNewestOrTheOldest() throws InterruptedException {
		try (ArrayWriter<long[]> writer = this.pairs.create(3);
				ArrayReader<long[]> newestOfNone = this.pairs.attach(StartPosition.NEWEST);
				ArrayReader<long[]> oldestOfNone = this.pairs.attach(StartPosition.OLDEST)) {
			PairBuffer.write(writer, 0, 1);
			assertThat(newestOfNone.next().sequence()).isZero();
			assertThat(oldestOfNone.next().sequence()).isZero();
			PairBuffer.write(writer, 1, 5);
			try (ArrayReader<long[]> newest = this.pairs.attach(StartPosition.NEWEST);
					ArrayReader<long[]> oldest = this.pairs.attach(StartPosition.OLDEST)) {
				assertThat(newest.next().sequence()).isEqualTo(4);
				assertThat(newest.next(Duration.ZERO)).isEmpty();
				assertThat(oldest.next().sequence()).isEqualTo(2);
				assertThat(oldest.next().sequence()).isEqualTo(3);
				assertThat(newest.overruns() + oldest.overruns()).isZero();
			}
		}
	}

	/** Case 80. */
	@Test
	void latestNeitherConsumesNorCounts() throws InterruptedException {
		try (ArrayWriter<long[]> writer = this.pairs.create(3); ArrayReader<long[]> reader = this.pairs.attach()) {
			PairBuffer.write(writer, 0, 3);
			for (long value = 0; value < 3; value++) {
				assertThat(reader.latest().map(Sample::sequence)).hasValue(2L);
				assertThat(reader.next().sequence()).isEqualTo(value);
			}
			assertThat(reader.latest().map(Sample::sequence)).hasValue(2L);
			assertThat(reader.overruns()).isZero();
		}
	}

	@Test
	void nextLatestSkipsAndCountsAndNeverRepeats() throws InterruptedException {
		try (ArrayWriter<long[]> writer = this.pairs.create(3); ArrayReader<long[]> reader = this.pairs.attach()) {
			PairBuffer.write(writer, 0, 10);
			Sample<long[]> sample = reader.nextLatest(Duration.ZERO).orElseThrow();
			assertThat(sample.sequence()).isEqualTo(9);
			assertThat(sample.missed()).isEqualTo(9);
			assertThat(reader.nextLatest(Duration.ZERO)).isEmpty();
			assertThat(reader.skipped()).isEqualTo(9);
			assertThat(reader.overruns()).isZero();
			PairBuffer.write(writer, 10, 11);
			assertThat(reader.next().sequence()).isEqualTo(10);
		}
	}

}
