// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.LongBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is known of a sample beside its value comes with views and with copies into memory
 * of the caller's, as with the samples of the other reads.
 */
class SampleDetailsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final int CAPACITY = 3;

	private static final TraceContext TRACE = new TraceContext(0x0102030405060708L, 2, 3, TraceContext.SAMPLED);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final long[] target = new long[1];

	private final SampleDetails details = new SampleDetails();

	@Test
	void aViewIsShownWithItsDetails() throws InterruptedException {
		try (ArrayWriter<long[]> writer = described().open(); ArrayReader<long[]> reader = attach()) {
			write(writer, 5);
			assertThat(reader.readLatest(SampleDetailsTests::tell)).contains("4: 4 missed 0, traced");
			assertThat(reader.readNext(SampleDetailsTests::tell, TIMEOUT)).contains("2: 2 missed 2, traced");
		}
	}

	@Test
	void theNewestHasMissedNothingAndTheNextWhatWasOverwritten() throws InterruptedException {
		try (ArrayWriter<long[]> writer = builder().open(); ArrayReader<long[]> reader = attach()) {
			write(writer, 6);
			assertThat(reader.readLatestAsLong((view, of) -> of.sequence() * 10 + of.missed())).hasValue(50);
			assertThat(reader.readNextAsLong((view, of) -> of.sequence() * 10 + of.missed(), TIMEOUT)).hasValue(33);
			assertThat(reader.readNextAsDouble((view, of) -> of.sequence() * 10 + of.missed(), TIMEOUT)).hasValue(40);
			assertThat(reader.readLatestAsDouble((view, of) -> of.sequence() * 10 + of.missed())).hasValue(50);
		}
	}

	@Test
	void aFunctionThatIsCalledAgainIsShownTheDetailsOfTheOtherSample() throws InterruptedException {
		AtomicInteger calls = new AtomicInteger();
		List<Long> seen = new ArrayList<>();
		try (ArrayWriter<long[]> writer = builder().open(); ArrayReader<long[]> reader = attach()) {
			write(writer, 1);
			assertThat(reader.readNext((view, of) -> {
				if (calls.incrementAndGet() == 1) {
					write(writer, CAPACITY + 1);
				}
				seen.add(of.sequence());
				return of.sequence() + " missed " + of.missed();
			}, TIMEOUT)).contains("2 missed 2");
			assertThat(seen).containsExactly(0L, 2L);
			calls.set(0);
			assertThat(reader.readLatestAsLong((view, of) -> {
				if (calls.incrementAndGet() == 1) {
					write(writer, CAPACITY + 1);
				}
				return of.sequence();
			})).hasValue(8);
		}
	}

	@Test
	void copiesIntoMemoryOfAnyKindAreDescribed() throws InterruptedException {
		MemorySegment memory = MemorySegment.ofArray(new byte[Long.BYTES]);
		LongBuffer buffer = LongBuffer.allocate(1);
		try (ArrayWriter<long[]> writer = described().open(); ArrayReader<long[]> reader = attach()) {
			write(writer, 6);
			assertThat(reader.nextInto(this.target, this.details, TIMEOUT)).isEqualTo(this.details.sequence())
				.isEqualTo(3);
			assertThat(this.details.missed()).isEqualTo(3);
			assertThat(reader.nextInto(memory, this.details, TIMEOUT)).isEqualTo(this.details.sequence()).isEqualTo(4);
			assertThat(this.details.missed()).isZero();
			assertThat(reader.nextInto(buffer, this.details, TIMEOUT)).isEqualTo(this.details.sequence()).isEqualTo(5);
			write(writer, 1);
			assertThat(reader.latestInto(this.target, this.details)).isEqualTo(this.details.sequence()).isEqualTo(6);
			write(writer, 1);
			assertThat(reader.latestInto(memory, this.details)).isEqualTo(this.details.sequence()).isEqualTo(7);
			write(writer, 1);
			assertThat(reader.latestInto(buffer, this.details)).isEqualTo(this.details.sequence()).isEqualTo(8);
			assertThat(this.details.origin().traceContext()).contains(TRACE);
		}
	}

	@Test
	void detailsAreThoseOfTheRecords() throws InterruptedException {
		try (ArrayWriter<long[]> writer = described().open();
				ArrayReader<long[]> reader = attach();
				ArrayReader<long[]> other = attach()) {
			write(writer, 6);
			reader.nextInto(this.target, this.details, TIMEOUT);
			Sample<long[]> sample = other.next();
			assertThat(this.details).returns(sample.sequence(), SampleDetails::sequence)
				.returns(sample.missed(), SampleDetails::missed)
				.returns(sample.generation(), SampleDetails::generation)
				.returns(sample.origin(), SampleDetails::origin)
				.returns(true, SampleDetails::isTraced)
				.returns(TRACE.traceIdHigh(), SampleDetails::traceIdHigh)
				.returns(TRACE.traceIdLow(), SampleDetails::traceIdLow)
				.returns(TRACE.parentId(), SampleDetails::parentId)
				.returns(TRACE.flags(), SampleDetails::traceFlags);
			assertThat(this.details.ageNanos()).isNotNegative();
		}
	}

	@Test
	void whereTheWriterSaysNothingNothingIsKnown() {
		try (ArrayWriter<long[]> writer = builder().open(); ArrayReader<long[]> reader = attach()) {
			write(writer, 1);
			reader.latestInto(this.target, this.details);
			assertThat(this.details.ageNanos()).isEqualTo(SampleDetails.UNKNOWN);
			assertThat(this.details.isTraced()).isFalse();
			assertThat(this.details.origin()).isSameAs(SampleOrigin.UNKNOWN);
		}
	}

	@Test
	void theGenerationIsThatOfTheSegment() throws InterruptedException {
		ArrayWriter<long[]> first = builder().open();
		try (ArrayReader<long[]> reader = GlobalBuffer.attach("d")
			.directory(this.directory.path())
			.following()
			.asArray(long[].class)) {
			write(first, 5);
			first.unlink();
			first.close();
			try (ArrayWriter<long[]> second = builder().open()) {
				write(second, 1);
				reader.nextInto(this.target, this.details, TIMEOUT);
				assertThat(this.details.generation()).isZero();
				reader.nextInto(this.target, TIMEOUT);
				reader.nextInto(this.target, TIMEOUT);
				assertThat(reader.readNext(SampleDetailsTests::tell, TIMEOUT)).contains("0: 0 missed 0");
				assertThat(reader.readLatestAsLong((view, of) -> of.generation())).hasValue(1);
				write(second, 1);
				assertThat(reader.nextInto(this.target, this.details, TIMEOUT)).isEqualTo(1);
				assertThat(this.details.generation()).isEqualTo(1);
			}
		}
	}

	/** Each thread, and each nested read, has details of its own. */
	@Test
	void viewsOfManyThreadsHaveDetailsOfTheirOwn() {
		try (ArrayWriter<long[]> writer = builder().open();
				ArrayReader<long[]> reader = GlobalBuffer.attach("d")
					.directory(this.directory.path())
					.contentionBudget(TIMEOUT)
					.asArray(long[].class)) {
			write(writer, 1);
			assertThat(IntStream.range(0, 20_000).parallel().allMatch((round) -> {
				if (round % 7 == 0) {
					synchronized (this) {
						write(writer, 1);
					}
				}
				return reader.readLatest((view, of) -> {
					long inner = reader.readLatestAsLong((again, newer) -> number(again) - newer.sequence())
						.orElseThrow();
					return inner == 0 && of.sequence() == number(view);
				}).orElseThrow();
			})).isTrue();
		}
	}

	@Test
	void aReadIntoMemoryWaitsAsLongAsItTakes() throws Exception {
		MemorySegment memory = MemorySegment.ofArray(new byte[Long.BYTES]);
		LongBuffer buffer = LongBuffer.allocate(1);
		try (ArrayWriter<long[]> writer = builder().open(); ArrayReader<long[]> reader = attach()) {
			write(writer, 3);
			assertThat(reader.nextInto(this.target)).isZero();
			assertThat(reader.nextInto(memory)).isEqualTo(1);
			assertThat(reader.nextInto(buffer)).isEqualTo(2);
			Background<Long> next = Background.run(() -> reader.nextInto(this.target));
			next.awaitWaiting();
			write(writer, 1);
			assertThat(next.result()).isEqualTo(3);
			write(writer, 3);
			assertThat(reader.nextBatchInto(this.target)).isEqualTo(1);
			assertThat(reader.nextBatchInto(memory)).isEqualTo(1);
			assertThat(reader.nextBatchInto(buffer)).isEqualTo(1);
			Background<Integer> batch = Background.run(() -> reader.nextBatchInto(this.target));
			batch.awaitWaiting();
			write(writer, 1);
			assertThat(batch.result()).isEqualTo(1);
			assertThat(this.target).containsExactly(7);
		}
	}

	private static String tell(MemorySegment view, SampleDetails details) {
		return number(view) + ": " + details.sequence() + " missed " + details.missed()
				+ (details.isTraced() ? ", traced" : "");
	}

	private static long number(MemorySegment view) {
		return view.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
	}

	/** Samples that are their own sequence. */
	private static void write(ArrayWriter<long[]> writer, int samples) {
		for (int i = 0; i < samples; i++) {
			long sequence = writer.stats().sequence().orElse(-1) + 1;
			writer.write(new long[] { sequence });
		}
	}

	private WriterBuilder<ArrayWriter<long[]>> builder() {
		return GlobalBuffer.create("d", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(CAPACITY);
	}

	private WriterBuilder<ArrayWriter<long[]>> described() {
		return builder().publishTime().traceContext(() -> TRACE);
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("d").directory(this.directory.path()).asArray(long[].class);
	}

}
