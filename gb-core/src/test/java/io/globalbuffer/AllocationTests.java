// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.wait.WaitStrategy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The hot path allocates nothing once it is warm.
 */
class AllocationTests {

	private static final int CALLS = Allocation.CALLS;

	/** By how much a system call takes longer than a read. */
	private static final int SLOWER = 20;

	/** Less than one object in a hundred calls. */
	private static final long TOLERATED_BYTES = CALLS / 100 * 16;

	/** Of the {@code OptionalLong} of a view, which the compiler removes if it can. */
	private static final long OPTIONAL_BYTES = 24;

	/** Of a list of two. */
	private static final long LIST_BYTES = 64;

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private static final Duration A_MOMENT = Duration.ofNanos(20_000);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final float[] sample = new float[512];

	private final float[] target = new float[512];

	private long seen;

	@Test
	void writeAllocatesNothing() throws InterruptedException {
		try (ArrayWriter<float[]> writer = create()) {
			Allocation.assertNothing(() -> writer.write(this.sample));
		}
	}

	@Test
	void samplesOfWhichAllIsSaidAreWrittenAndReadWithoutAllocation() throws InterruptedException {
		TraceContext trace = new TraceContext(1, 2, 3, TraceContext.SAMPLED);
		try (ArrayWriter<float[]> writer = builder().publishTime().checksum().traceContext(() -> trace).open();
				ArrayReader<float[]> reader = attach()) {
			Instant writtenAt = Instant.now();
			Allocation.assertNothing(() -> {
				writer.write(this.sample);
				writer.write(this.sample, writtenAt);
				reader.latestInto(this.target);
				reader.nextInto(this.target, TIMEOUT);
			});
		}
	}

	@Test
	void detailsOfCopiesAreReadWithoutAllocation() throws InterruptedException {
		SampleDetails details = new SampleDetails();
		try (ArrayWriter<float[]> writer = described(); ArrayReader<float[]> reader = attach()) {
			Allocation.assertNothing(() -> {
				writer.write(this.sample);
				reader.latestInto(this.target, details);
				this.seen += details.ageNanos() + details.traceIdLow();
				reader.nextInto(this.target, details, TIMEOUT);
				this.seen += details.ageNanos() + details.missed();
			});
		}
	}

	@Test
	void viewsOfTheNewestAndTheirDetailsAllocateNothingButTheResult() throws InterruptedException {
		try (ArrayWriter<float[]> writer = described(); ArrayReader<float[]> reader = attach()) {
			writer.write(this.sample);
			assertAllocatesNothingButItsResult(() -> this.seen += reader
				.readLatestAsLong((view, details) -> details.sequence() + details.ageNanos() + details.parentId())
				.orElseThrow());
		}
	}

	@Test
	void viewsOfTheNextAndTheirDetailsAllocateNothingButTheResult() throws InterruptedException {
		try (ArrayWriter<float[]> writer = described(); ArrayReader<float[]> reader = attach()) {
			assertAllocatesNothingButItsResult(() -> {
				writer.write(this.sample);
				this.seen += reader
					.readNextAsLong((view, details) -> view.byteSize() + details.missed() + details.traceIdLow(),
							TIMEOUT)
					.orElseThrow();
			});
		}
	}

	@Test
	void viewsAllocateNothingButTheResult() throws InterruptedException {
		try (ArrayWriter<float[]> writer = create(); ArrayReader<float[]> reader = attach()) {
			writer.write(this.sample);
			assertAllocatesNothingButItsResult(
					() -> this.seen += reader.readLatestAsLong(MemorySegment::byteSize).orElseThrow());
		}
	}

	@Test
	void reserveAndCommitAllocateNothing() throws InterruptedException {
		try (ArrayWriter<float[]> writer = create()) {
			Allocation.assertNothing(() -> {
				try (Reservation reservation = writer.reserve()) {
					reservation.segment().set(ValueLayout.JAVA_FLOAT, 0, 1);
					reservation.commit();
				}
			});
		}
	}

	@Test
	void latestIntoAllocatesNothing() throws InterruptedException {
		try (ArrayWriter<float[]> writer = create(); ArrayReader<float[]> reader = attach()) {
			writer.write(this.sample);
			Allocation.assertNothing(() -> reader.latestInto(this.target));
		}
	}

	@Test
	void memoryOfTheCallersIsWrittenAndReadWithoutAllocation() throws InterruptedException {
		try (Arena arena = Arena.ofConfined();
				ArrayWriter<float[]> writer = create();
				ArrayReader<float[]> reader = attach()) {
			MemorySegment memory = arena.allocate(4 * 512, 8);
			Allocation.assertNothing(() -> {
				writer.write(memory);
				reader.nextInto(memory, TIMEOUT);
			});
		}
	}

	@Test
	void nextBatchIntoAllocatesNothing() throws InterruptedException {
		float[] batch = new float[3 * 512];
		try (ArrayWriter<float[]> writer = create(); ArrayReader<float[]> reader = attach()) {
			Allocation.assertNothing(() -> {
				writer.write(this.sample);
				writer.write(this.sample);
				reader.nextBatchInto(batch, TIMEOUT);
			});
		}
	}

	@Test
	void nextIntoAllocatesNothing() throws InterruptedException {
		try (ArrayWriter<float[]> writer = create(); ArrayReader<float[]> reader = attach()) {
			assertThat(reader.registryEntry()).as("its cursor is shown").isPresent();
			Allocation.assertNothing(() -> {
				writer.write(this.sample);
				reader.nextInto(this.target, TIMEOUT);
			});
		}
	}

	@Test
	void anIdentityAllocatesNothing() throws InterruptedException {
		try (ArrayWriter<float[]> writer = create();
				ArrayReader<float[]> reader = resumed().asArray(float[].class);
				ArrayReader<float[]> told = resumed().doneByCaller().resumeAs("told").asArray(float[].class)) {
			Allocation.assertNothing(() -> {
				writer.write(this.sample);
				reader.nextInto(this.target, TIMEOUT);
				told.done(told.nextInto(this.target, TIMEOUT));
			});
		}
	}

	private ReaderBuilder resumed() {
		return GlobalBuffer.attach("a").directory(this.directory.path()).resumeAs("a");
	}

	@Test
	void nextIntoAllocatesNothingWhereThereIsNothing() throws InterruptedException {
		try (ArrayWriter<float[]> writer = create(); ArrayReader<float[]> reader = attach()) {
			Allocation.assertNothing(() -> reader.nextInto(this.target, Duration.ZERO));
			assertThat(writer.stats().written()).isZero();
		}
	}

	@Test
	void sleepingInTheKernelAllocatesNothing() throws InterruptedException {
		try (ArrayWriter<float[]> writer = create();
				ArrayReader<float[]> reader = GlobalBuffer.attach("a")
					.directory(this.directory.path())
					.waitStrategy(WaitStrategy.kernel())
					.asArray(float[].class)) {
			Allocation.assertAtMost(TOLERATED_BYTES / SLOWER, CALLS / SLOWER,
					() -> reader.nextInto(this.target, A_MOMENT));
			assertThat(writer.stats().written()).isZero();
		}
	}

	@Test
	void aWaitSetAllocatesNothingButWhatItReturns() throws InterruptedException {
		try (ArrayWriter<float[]> writer = create();
				ArrayReader<float[]> reader = attach();
				ArrayReader<float[]> another = attach();
				WaitSet set = new WaitSet()) {
			set.add(reader);
			set.add(another);
			Allocation.assertAtMost(TOLERATED_BYTES / SLOWER, CALLS / SLOWER, () -> set.await(A_MOMENT));
			Allocation.assertAtMost(CALLS / SLOWER * LIST_BYTES + TOLERATED_BYTES, CALLS / SLOWER, () -> {
				writer.write(this.sample);
				this.seen += set.await(TIMEOUT).size();
				reader.nextInto(this.target, Duration.ZERO);
				another.nextInto(this.target, Duration.ZERO);
			});
		}
	}

	private static void assertAllocatesNothingButItsResult(Allocation.Step step) throws InterruptedException {
		Allocation.assertAtMost(CALLS * OPTIONAL_BYTES, CALLS, step);
	}

	private ArrayWriter<float[]> create() {
		return builder().open();
	}

	private ArrayWriter<float[]> described() {
		TraceContext trace = new TraceContext(1, 2, 3, TraceContext.SAMPLED);
		return builder().publishTime().traceContext(() -> trace).open();
	}

	private WriterBuilder<ArrayWriter<float[]>> builder() {
		return GlobalBuffer.create("a", ArraySpec.of(DType.COMPLEX64, 64, 4))
			.directory(this.directory.path())
			.capacity(8);
	}

	private ArrayReader<float[]> attach() {
		return GlobalBuffer.attach("a").directory(this.directory.path()).asArray(float[].class);
	}

}
