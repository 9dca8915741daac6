// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Readers that start before their segment and go over to the one that replaces it.
 */
class FollowingTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1);

	private static final Duration LONG = Duration.ofSeconds(20);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aReaderMayComeBeforeItsSegment() throws InterruptedException {
		try (ArrayReader<long[]> reader = attach()) {
			assertThat(reader.latest()).isEmpty();
			assertThat(reader.latestInto(new long[1])).isEqualTo(ArrayReader.NONE);
			assertThat(reader.next(Duration.ZERO)).isEmpty();
			assertThat(reader.layout()).isEmpty();
			assertThat(reader.spec()).isEmpty();
			assertThat(reader.lag()).isEmpty();
			assertThat(reader.generation()).isZero();
			assertThat(reader.stats().writer().state()).isEqualTo(WriterState.NEVER_SEEN);
			assertThat(reader.stats().writer().alive()).isFalse();
			assertThat(reader.stats().sequence()).isEmpty();
			assertThat(reader.stats().memoryBytes()).isZero();
			try (ArrayWriter<long[]> writer = create()) {
				writer.write(new long[] { 5 });
				assertThat(reader.latest().orElseThrow().value()).containsExactly(5);
				assertThat(reader.layout()).isEqualTo(writer.layout());
				assertThat(reader.spec()).contains(SPEC);
				assertThat(reader.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
			}
		}
	}

	@Test
	void ofASegmentThatIsBornLaterEverySampleCounts() throws InterruptedException {
		try (ArrayReader<long[]> reader = attach(); ArrayWriter<long[]> writer = create()) {
			write(writer, 0, 10);
			Sample<long[]> first = reader.next();
			assertThat(first.sequence()).isEqualTo(7);
			assertThat(first.missed()).isEqualTo(7);
			assertThat(first.generation()).isZero();
			assertThat(reader.overruns()).isEqualTo(7);
			assertThat(reader.stats().written()).isEqualTo(10);
		}
	}

	@Test
	void aReaderThatNobodyReadsWithFindsItsSegmentToo() {
		try (ArrayReader<long[]> reader = attach(); ArrayWriter<long[]> writer = create()) {
			write(writer, 0, 2);
			// the lag alone does not make the reader look
			await().until(() -> reader.lag().isPresent());
			assertThat(reader.stats().written()).isEqualTo(2);
		}
	}

	@Test
	void nextWaitsForTheSegment() throws Exception {
		try (ArrayReader<long[]> reader = attach()) {
			Background<Sample<long[]>> next = Background.run(reader::next).awaitWaiting();
			try (ArrayWriter<long[]> writer = create()) {
				writer.write(new long[] { 5 });
				assertThat(next.result().sequence()).isZero();
			}
		}
	}

	@Test
	void closingEndsTheWaitForASegment() throws Exception {
		ArrayReader<long[]> reader = attach();
		Background<Sample<long[]>> next = Background.run(reader::next).awaitWaiting();
		reader.close();
		assertThat(next.failure()).isInstanceOf(BufferClosedException.class);
	}

	@Test
	void anUnlinkedSegmentCanStillBeRead() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			write(writer, 0, 2);
			writer.unlink();
			await().until(() -> reader.stats().writer().state() == WriterState.UNLINKED);
			assertThat(writer.stats().writer().state()).isEqualTo(WriterState.UNLINKED);
			assertThat(reader.next().sequence()).isZero();
			write(writer, 2, 3);
			assertThat(reader.latest().map(Sample::sequence)).hasValue(2L);
			assertThat(reader.next().sequence()).isEqualTo(1);
			assertThat(reader.next().sequence()).isEqualTo(2);
			assertThat(reader.generation()).isZero();
		}
	}

	@Test
	void theRestOfTheOldSegmentComesFirstAndThenAllOfTheNew() throws InterruptedException {
		try (ArrayReader<long[]> reader = attach()) {
			replaced(reader);
			Sample<long[]> old = reader.next();
			assertThat(old.sequence()).isEqualTo(7);
			assertThat(old.generation()).isZero();
			assertThat(old.missed()).isEqualTo(7);
			assertThat(reader.next().sequence()).isEqualTo(8);
			assertThat(reader.next().sequence()).isEqualTo(9);
			Sample<long[]> fresh = reader.next(LONG).orElseThrow();
			assertThat(fresh.sequence()).isEqualTo(1);
			assertThat(fresh.value()).containsExactly(101);
			assertThat(fresh.generation()).isEqualTo(1);
			assertThat(fresh.missed()).isEqualTo(1);
			assertThat(reader.generation()).isEqualTo(1);
			assertThat(reader.overruns()).isEqualTo(8);
			assertThat(reader.next(LONG).orElseThrow().missed()).isZero();
			assertThat(reader.stats().written()).isEqualTo(14);
		}
	}

	@Test
	void whatLatestLeavesBehindCountsAsLost() throws InterruptedException {
		try (ArrayReader<long[]> reader = attach()) {
			replaced(reader);
			await().until(() -> reader.latest().orElseThrow().generation() == 1);
			assertThat(reader.latest().map(Sample::sequence)).hasValue(3L);
			Sample<long[]> fresh = reader.next();
			assertThat(fresh.sequence()).isEqualTo(1);
			assertThat(fresh.missed()).isEqualTo(10 + 1);
			assertThat(reader.overruns()).isEqualTo(11);
		}
	}

	/** A segment with 10 samples, replaced by one with 4 while nobody reads. */
	private void replaced(ArrayReader<long[]> reader) {
		try (ArrayWriter<long[]> old = create()) {
			assertThat(reader.latest()).isEmpty();
			write(old, 0, 10);
			old.unlink();
		}
		try (ArrayWriter<long[]> fresh = create()) {
			write(fresh, 100, 104);
		}
	}

	@Test
	void aReplacementIsFollowedWhileNextWaits() throws Exception {
		try (ArrayReader<long[]> reader = attach()) {
			try (ArrayWriter<long[]> old = create()) {
				write(old, 0, 1);
				assertThat(reader.next().sequence()).isZero();
				old.unlink();
			}
			Background<Sample<long[]>> next = Background.run(reader::next).awaitWaiting();
			try (ArrayWriter<long[]> fresh = create()) {
				write(fresh, 100, 101);
				assertThat(next.result().value()).containsExactly(100);
				assertThat(reader.stats().writer().state()).isEqualTo(WriterState.ACTIVE);
			}
		}
	}

	@Test
	void totalsNeverFall() throws InterruptedException {
		try (ArrayReader<long[]> reader = attach()) {
			AtomicLong last = new AtomicLong();
			for (int generation = 0; generation < 3; generation++) {
				try (ArrayWriter<long[]> writer = create()) {
					write(writer, 0, 10 - 3 * generation);
					int expected = generation;
					await().until(() -> {
						assertThat(reader.stats().written()).isGreaterThanOrEqualTo(last.get());
						last.set(reader.stats().written());
						while (reader.next(Duration.ZERO).isPresent()) {
							last.accumulateAndGet(reader.stats().written(), Math::max);
						}
						return reader.generation() == expected && reader.lag().orElseThrow() == 0;
					});
					writer.unlink();
				}
			}
			assertThat(reader.stats().written()).isEqualTo(10 + 7 + 4);
			assertThat(last).hasValue(21);
		}
	}

	@Test
	void totalsHoldWhatWasWrittenAfterTheUnlink() throws InterruptedException {
		try (ArrayReader<long[]> reader = attach(); ArrayWriter<long[]> old = create()) {
			write(old, 0, 3);
			assertThat(reader.next().sequence()).isZero();
			old.unlink();
			await().until(() -> reader.stats().writer().state() == WriterState.UNLINKED);
			write(old, 3, 5);
			try (ArrayWriter<long[]> fresh = create()) {
				write(fresh, 100, 103);
				while (reader.next(LONG).orElseThrow().value()[0] != 102) {
					assertThat(reader.isOpen()).isTrue();
				}
				assertThat(reader.generation()).isEqualTo(1);
				assertThat(reader.stats().written()).isEqualTo(5 + 3);
			}
		}
	}

	@Test
	void aReplacementOfAnotherLayoutIsRefusedUntilARightOneComes() throws InterruptedException {
		try (ArrayReader<long[]> reader = attach()) {
			try (ArrayWriter<long[]> old = create()) {
				write(old, 0, 1);
				assertThat(reader.next().sequence()).isZero();
				old.unlink();
			}
			try (ArrayWriter<double[]> other = GlobalBuffer.create("f", ArraySpec.of(DType.FLOAT64, 1))
				.directory(this.directory.path())
				.capacity(3)
				.open()) {
				assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> reader.next(LONG))
					.withMessageContaining("gb_f")
					.withMessageContaining("float64[1]")
					.withMessageContaining("int64[1]");
				assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> reader.next(LONG));
				assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(reader::latest);
				other.unlink();
			}
			try (ArrayWriter<long[]> fresh = create()) {
				write(fresh, 100, 101);
				assertThat(reader.next(LONG).orElseThrow().value()).containsExactly(100);
				assertThat(reader.generation()).isEqualTo(1);
				assertThat(reader.overruns()).isZero();
			}
		}
	}

	@Test
	void aSegmentOfAnotherLayoutThatIsBornLaterIsRefused() {
		try (ArrayReader<long[]> reader = attach();
				ArrayWriter<double[]> other = GlobalBuffer.create("f", ArraySpec.of(DType.FLOAT64, 1))
					.directory(this.directory.path())
					.capacity(3)
					.open()) {
			assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(reader::latest);
			other.unlink();
			assertThat(reader.latest()).isEmpty();
		}
	}

	@Test
	void aReaderThatWaitsForFitIsOpenedBesideASegmentOfAnotherLayout() throws InterruptedException {
		ArrayWriter<double[]> other = GlobalBuffer.create("f", ArraySpec.of(DType.FLOAT64, 1))
			.directory(this.directory.path())
			.capacity(8)
			.open();
		ReaderBuilder builder = GlobalBuffer.attach("f").directory(this.directory.path()).following();
		assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> builder.asArray(SPEC));
		try (ArrayReader<long[]> reader = builder.waitingForFit().asArray(SPEC)) {
			assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(() -> reader.next(Duration.ZERO));
			other.unlink();
			other.close();
			try (ArrayWriter<long[]> writer = create()) {
				write(writer, 0, 2);
				assertThat(reader.next(LONG).orElseThrow().sequence()).isZero();
			}
		}
	}

	@Test
	void aReaderThatDoesNotFollowStaysWhereItIs() throws InterruptedException {
		try (ArrayWriter<long[]> old = create();
				ArrayReader<long[]> reader = GlobalBuffer.attach("f")
					.directory(this.directory.path())
					.asArray(long[].class)) {
			write(old, 0, 1);
			old.unlink();
			try (ArrayWriter<long[]> fresh = create()) {
				write(fresh, 100, 102);
				await().until(() -> reader.stats().writer().state() == WriterState.REPLACED);
				assertThat(reader.latest().orElseThrow().value()).containsExactly(0);
				assertThat(reader.next().value()).containsExactly(0);
				assertThat(reader.next(Duration.ZERO)).isEmpty();
				assertThat(reader.generation()).isZero();
			}
		}
	}

	private static void write(ArrayWriter<long[]> writer, long from, long to) {
		for (long value = from; value < to; value++) {
			writer.write(new long[] { value });
		}
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("f", SPEC).directory(this.directory.path()).capacity(3).open();
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("f").directory(this.directory.path()).following().asArray(SPEC);
	}

}
