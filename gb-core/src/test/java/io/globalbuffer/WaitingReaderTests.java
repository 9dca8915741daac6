// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.wait.AwaitedStream;
import io.globalbuffer.wait.WaitStrategy;
import io.globalbuffer.wait.Waiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Waiting for samples. Cases 66, 77 and 96 to 99.
 */
class WaitingReaderTests {

	private static final Duration SHORT = Duration.ofMillis(50);

	private static final Duration LONG = Duration.ofSeconds(20);

	/** More nanoseconds than a long can hold. */
	private static final Duration HUGE = Duration.ofDays(200_000);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	/** Cases 66 and 97. */
	@Test
	void nextGivesUpAfterItsTimeout() throws InterruptedException {
		try (ArrayWriter<int[]> writer = create(); ArrayReader<int[]> reader = attach(writer)) {
			long start = System.nanoTime();
			assertThat(reader.next(SHORT)).isEmpty();
			assertThat(reader.nextLatest(SHORT)).isEmpty();
			assertThat(reader.nextInto(new int[1], SHORT)).isEqualTo(ArrayReader.NONE);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(SHORT.multipliedBy(3),
					SHORT.multipliedBy(30));
		}
	}

	/** Case 98. */
	@ParameterizedTest
	@ValueSource(longs = { 0, -1, Long.MIN_VALUE })
	void whatIsThereIsReturnedBeforeTheClockIsLookedAt(long seconds) throws InterruptedException {
		Duration timeout = Duration.ofSeconds(seconds);
		try (ArrayWriter<int[]> writer = create(); ArrayReader<int[]> reader = attach(writer)) {
			assertThat(reader.next(timeout)).isEmpty();
			writer.write(new int[] { 1 });
			assertThat(reader.next(timeout).map(Sample::sequence)).hasValue(0L);
			writer.write(new int[] { 2 });
			assertThat(reader.nextLatest(timeout).map(Sample::sequence)).hasValue(1L);
			writer.write(new int[] { 3 });
			assertThat(reader.nextInto(new int[1], timeout)).isEqualTo(2);
		}
	}

	@Test
	void aWaiterLearnsOfEachSampleItWaitedFor() throws Exception {
		AtomicInteger arrived = new AtomicInteger();
		WaitStrategy strategy = () -> new Waiter() {

			@Override
			public void reset() {
				// it begins none
			}

			@Override
			public void pause(AwaitedStream stream, long maxNanos) {
				stream.sleep(maxNanos);
			}

			@Override
			public void arrived(AwaitedStream stream) {
				arrived.addAndGet((int) stream.count());
			}

		};
		try (ArrayWriter<int[]> writer = create();
				ArrayReader<int[]> reader = GlobalBuffer.attach(writer.name())
					.directory(this.directory.path())
					.waitStrategy(strategy)
					.asArray(int[].class)) {
			writer.write(new int[1]);
			assertThat(reader.next(LONG)).isPresent();
			assertThat(arrived).hasValue(0);
			Background<Sample<int[]>> next = Background.run(() -> reader.next(LONG).orElseThrow()).awaitWaiting();
			writer.write(new int[1]);
			next.result();
			assertThat(arrived).hasValue(2);
			assertThat(reader.next(SHORT)).isEmpty();
			assertThat(arrived).hasValue(2);
		}
	}

	/** Cases 77 and 96. */
	@Test
	void nextReturnsWhatIsWrittenMeanwhile() throws Exception {
		try (ArrayWriter<int[]> writer = create(); ArrayReader<int[]> reader = attach(writer)) {
			Background<Sample<int[]>> next = Background.run(() -> reader.next(LONG).orElseThrow()).awaitWaiting();
			writer.write(new int[] { 1 });
			assertThat(next.result().value()).containsExactly(1);
			Background<Sample<int[]>> endless = Background.run(reader::next).awaitWaiting();
			writer.write(new int[] { 2 });
			assertThat(endless.result().value()).containsExactly(2);
		}
	}

	@Test
	void aTimeoutMayBeLongerThanAnyClock() throws Exception {
		try (ArrayWriter<int[]> writer = GlobalBuffer.create("w", ArraySpec.of(DType.INT32, 1))
			.directory(this.directory.path())
			.capacity(3)
			.heartbeatInterval(HUGE)
			.reservationTimeout(HUGE)
			.onExisting(OnExisting.TAKE_OVER)
			.takeOverTimeout(HUGE)
			.open();
				ArrayReader<int[]> reader = GlobalBuffer.attach("w")
					.directory(this.directory.path())
					.livenessTimeout(HUGE)
					.contentionBudget(HUGE)
					.asArray(int[].class)) {
			Background<Sample<int[]>> next = Background.run(() -> reader.next(HUGE).orElseThrow()).awaitWaiting();
			Background<Long> write;
			try (Reservation reservation = writer.reserve()) {
				write = Background.run(() -> writer.write(new int[] { 1 })).awaitWaiting();
				reservation.commit();
			}
			assertThat(write.result()).isEqualTo(1);
			assertThat(reader.stats().writer().alive()).isTrue();
			assertThat(next.result().sequence()).isZero();
		}
	}

	/** Case 99, where Python returns the count. */
	@Test
	void closingEndsAWaitAtOnceHoweverLongItsPauses() throws Exception {
		try (ArrayWriter<int[]> writer = create()) {
			ArrayReader<int[]> reader = GlobalBuffer.attach(writer.name())
				.directory(this.directory.path())
				.waitStrategy(WaitStrategy.poll(HUGE, HUGE))
				.asArray(int[].class);
			Background<Sample<int[]>> next = Background.run(reader::next).awaitWaiting();
			reader.close();
			assertThat(next.failure()).isInstanceOf(BufferClosedException.class).hasMessageContaining("'w'");
		}
	}

	/** By another thread, in between: here by the waiter itself. */
	@Test
	void closingAfterASampleHasComeFailsAsClosingBefore() {
		AtomicReference<ArrayReader<int[]>> open = new AtomicReference<>();
		try (ArrayWriter<int[]> writer = create()) {
			WaitStrategy closing = () -> new Waiter() {
				@Override
				public void reset() {
				}

				@Override
				public void pause(AwaitedStream stream, long maxNanos) {
					writer.write(new int[] { 1 });
				}

				@Override
				public void arrived(AwaitedStream stream) {
					open.get().close();
					stream.count();
				}
			};
			open.set(GlobalBuffer.attach(writer.name())
				.directory(this.directory.path())
				.waitStrategy(closing)
				.asArray(int[].class));
			assertThatExceptionOfType(BufferClosedException.class).isThrownBy(() -> open.get().next());
		}
	}

	@Test
	void anInterruptEndsAWait() throws Exception {
		try (ArrayWriter<int[]> writer = create(); ArrayReader<int[]> reader = attach(writer)) {
			Background<Sample<int[]>> next = Background.run(reader::next).awaitWaiting();
			next.interrupt();
			assertThat(next.failure()).isInstanceOf(InterruptedException.class);
			writer.write(new int[] { 1 });
			assertThat(reader.next().sequence()).isZero();
		}
	}

	@Test
	void aSecondThreadInsideNextIsRefused() throws Exception {
		try (ArrayWriter<int[]> writer = create(); ArrayReader<int[]> reader = attach(writer)) {
			Background<Sample<int[]>> next = Background.run(reader::next).awaitWaiting();
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> reader.next(Duration.ZERO))
				.withMessageContaining("'w'")
				.withMessageContaining("Another thread");
			assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> reader.nextLatest(Duration.ZERO));
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> reader.nextInto(new int[1], Duration.ZERO));
			assertThat(reader.latest()).isEmpty();
			writer.write(new int[] { 1 });
			assertThat(next.result().sequence()).isZero();
			assertThat(reader.next(Duration.ZERO)).isEmpty();
		}
	}

	/** What a Python writer leaves that never ended a reservation. */
	@Test
	void aSampleThatStaysLockedIsPassedOver() throws Exception {
		try (ArrayWriter<int[]> writer = create(); ArrayReader<int[]> reader = attach(writer)) {
			writer.write(new int[] { 1 });
			writer.write(new int[] { 2 });
			SegmentFile file = new SegmentFile(writer.path());
			file.putInt(file.slot(1) + SegmentFile.LOCK, 3);
			assertThat(reader.latest().orElseThrow().sequence()).isZero();
			assertThat(reader.latestInto(new int[1])).isZero();
			assertThat(reader.nextLatest(Duration.ZERO).orElseThrow().sequence()).isZero();
			assertThat(reader.nextLatest(Duration.ZERO)).isEmpty();
			assertThat(reader.lag()).hasValue(1);
			writer.write(new int[] { 3 });
			assertThat(reader.next(Duration.ZERO).orElseThrow().value()).containsExactly(3);
			assertThat(reader.overruns()).isEqualTo(1);
		}
	}

	@Test
	void aStreamOfWhichAllSamplesAreLockedIsContended() {
		try (ArrayWriter<int[]> writer = create(); ArrayReader<int[]> reader = attach(writer)) {
			writer.write(new int[] { 1 });
			SegmentFile file = new SegmentFile(writer.path());
			file.putInt(file.slot(0) + SegmentFile.LOCK, 3);
			assertThatExceptionOfType(BufferContendedException.class).isThrownBy(reader::latest)
				.withMessageContaining("'w'");
			assertThatExceptionOfType(BufferContendedException.class).isThrownBy(() -> reader.latestInto(new int[1]));
		}
	}

	@Test
	void waitingForALockedSampleCanBeInterruptedAndClosed() throws Exception {
		try (ArrayWriter<int[]> writer = create()) {
			ArrayReader<int[]> reader = attach(writer);
			writer.write(new int[] { 1 });
			SegmentFile file = new SegmentFile(writer.path());
			file.putInt(file.slot(0) + SegmentFile.LOCK, 3);
			Background<Sample<int[]>> interrupted = Background.run(reader::next).awaitWaiting();
			interrupted.interrupt();
			assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
			Background<Sample<int[]>> closed = Background.run(reader::next).awaitWaiting();
			reader.close();
			assertThat(closed.failure()).isInstanceOf(BufferClosedException.class);
		}
	}

	private ArrayWriter<int[]> create() {
		return GlobalBuffer.create("w", ArraySpec.of(DType.INT32, 1))
			.directory(this.directory.path())
			.capacity(3)
			.open();
	}

	private ArrayReader<int[]> attach(ArrayWriter<int[]> writer) {
		return GlobalBuffer.attach(writer.name()).directory(this.directory.path()).asArray(int[].class);
	}

}
