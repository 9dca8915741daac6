// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.wait.AwaitedStream;
import io.globalbuffer.wait.WaitStrategy;
import io.globalbuffer.wait.Waiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Readers that sleep in the kernel, and what ends their sleep. They sleep longer than
 * {@link Background} waits for a result, so that one that is not woken fails.
 */
class KernelSleepTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 1);

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final int ROUNDS = 20_000;

	private static final int SLEEPERS = 8;

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aSampleEndsTheSleep() throws Exception {
		try (ArrayWriter<long[]> writer = create("a"); ArrayReader<long[]> reader = attach("a")) {
			Background<Sample<long[]>> next = sleeping("a", () -> reader.next(LONG).orElseThrow());
			writer.write(new long[] { 7 });
			assertThat(next.result().value()).containsExactly(7);
		}
	}

	@Test
	void anInterruptEndsTheSleep() throws Exception {
		try (ArrayWriter<long[]> writer = create("a"); ArrayReader<long[]> reader = attach("a")) {
			for (int i = 0; i < 10; i++) {
				Background<Sample<long[]>> next = sleeping("a", () -> reader.next(LONG).orElseThrow());
				next.interrupt();
				assertThat(next.failure()).isInstanceOf(InterruptedException.class);
				writer.write(new long[] { i });
				assertThat(reader.next(LONG).orElseThrow().value()).containsExactly(i);
			}
		}
	}

	@Test
	void closingTheReaderEndsTheSleep() throws Exception {
		try (ArrayWriter<long[]> writer = create("a")) {
			for (int i = 0; i < 10; i++) {
				ArrayReader<long[]> reader = attach("a");
				Background<Sample<long[]>> next = sleeping("a", () -> reader.next(LONG).orElseThrow());
				reader.close();
				assertThat(next.failure()).isInstanceOf(BufferClosedException.class);
				// takes the announcement back
				writer.write(new long[] { i });
			}
		}
	}

	@Test
	void closingASubscriptionEndsItsSleep() {
		try (ArrayWriter<long[]> writer = create("a"); ArrayReader<long[]> reader = attach("a")) {
			Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> {
			});
			awaitSleeper("a");
			subscription.close();
			assertThat(subscription.isActive()).isFalse();
			assertThat(writer.isOpen()).isTrue();
		}
	}

	@Test
	void aSuccessorWakesTheReadersOfItsPredecessor() throws Exception {
		ArrayWriter<long[]> first = create("a");
		try (ArrayReader<long[]> reader = attach("a")) {
			Background<Sample<long[]>> next = sleeping("a", () -> reader.next(LONG).orElseThrow());
			first.close();
			try (ArrayWriter<long[]> second = builder("a").onExisting(OnExisting.TAKE_OVER).open()) {
				second.write(new long[] { 8 });
				assertThat(next.result().value()).containsExactly(8);
			}
		}
	}

	@Test
	void aSuccessorWakesWhomItsPredecessorWasKilledBeforeWaking() throws Exception {
		ArrayWriter<long[]> first = create("a");
		try (ArrayReader<long[]> reader = attach("a")) {
			Background<Sample<long[]>> next = sleeping("a", () -> reader.next(LONG).orElseThrow());
			first.close();
			await().during(Duration.ofMillis(20)).until(() -> !movedEvent("a"));
			try (ArrayWriter<long[]> second = builder("a").onExisting(OnExisting.TAKE_OVER).open()) {
				awaitSleeper("a");
				second.write(new long[] { 8 });
				assertThat(next.result().value()).containsExactly(8);
			}
		}
	}

	/** Whether a reader had to be taken for asleep, and no longer is, but not woken. */
	private boolean movedEvent(String name) {
		int event = event(name);
		boolean announced = (event & ExtensionLayout.EVENT_SLEEPERS) != 0;
		if (announced) {
			new SegmentFile(this.directory.segment(name)).putInt(ExtensionLayout.EVENT_OFFSET,
					event + ExtensionLayout.EVENT_SLEEPERS);
		}
		return announced;
	}

	@Test
	void aWriterThatWakesNobodyEndsTheSleep() throws Exception {
		ArrayWriter<long[]> writer = create("a");
		try (ArrayReader<long[]> reader = attach("a")) {
			Background<Sample<long[]>> next = sleeping("a", () -> reader.next(LONG).orElseThrow());
			writer.close();
			new SegmentFile(this.directory.segment("a")).putInt(ExtensionLayout.FEATURES_OFFSET, 0);
			assertThat(next.failure()).isInstanceOf(IllegalStateException.class).hasMessageContaining("wakes nobody");
		}
	}

	@Test
	void noWakeUpIsLost() throws Exception {
		try (ArrayWriter<long[]> there = create("there");
				ArrayWriter<long[]> back = create("back");
				ArrayReader<long[]> arrivals = attach("there");
				ArrayReader<long[]> answers = attach("back")) {
			Background<Long> echo = Background.run(() -> {
				long sum = 0;
				long[] sample = new long[1];
				for (int i = 0; i < ROUNDS; i++) {
					arrivals.nextInto(sample, LONG);
					sum += sample[0];
					back.write(sample);
				}
				return sum;
			});
			long[] sample = new long[1];
			for (int i = 0; i < ROUNDS; i++) {
				sample[0] = i;
				there.write(sample);
				assertThat(answers.nextInto(sample, LONG)).isEqualTo(i);
			}
			assertThat(echo.result()).isEqualTo(ROUNDS * (ROUNDS - 1L) / 2);
		}
	}

	@Test
	void aSampleWakesAllThatSleep() throws Exception {
		List<ArrayReader<long[]>> readers = new ArrayList<>();
		try (ArrayWriter<long[]> writer = create("a")) {
			List<Background<Long>> counts = new ArrayList<>();
			for (int i = 0; i < SLEEPERS; i++) {
				ArrayReader<long[]> reader = attach("a");
				readers.add(reader);
				counts.add(Background.run(() -> countUntilNegative(reader)));
			}
			for (int i = 0; i < ROUNDS / SLEEPERS; i++) {
				writer.write(new long[] { 1 });
				if (i % SLEEPERS == 0) {
					awaitSleeper("a");
				}
			}
			writer.write(new long[] { -1 });
			for (Background<Long> count : counts) {
				assertThat(count.result()).isEqualTo(ROUNDS / SLEEPERS + 1);
			}
		}
		finally {
			readers.forEach(ArrayReader::close);
		}
	}

	/** Delivered and overrun. */
	private static long countUntilNegative(ArrayReader<long[]> reader) throws InterruptedException {
		long count = 0;
		long[] sample = new long[1];
		while (sample[0] >= 0) {
			reader.nextInto(sample, LONG);
			count++;
		}
		return count + reader.overruns();
	}

	@Test
	void aWriterOnWhichNobodySleepsLeavesTheWordAlone() throws Exception {
		try (ArrayWriter<long[]> writer = create("a"); ArrayReader<long[]> reader = attach("a")) {
			writer.write(new long[] { 1 });
			assertThat(event("a")).isZero();
			reader.next(LONG);
			Background<Sample<long[]>> next = sleeping("a", () -> reader.next(LONG).orElseThrow());
			writer.write(new long[] { 2 });
			next.result();
			int event = event("a");
			writer.write(new long[] { 3 });
			assertThat(event("a")).isEqualTo(event);
		}
	}

	/** What a Python writer leaves that never ended a reservation. */
	@Test
	void aSampleThatCannotBeReadDoesNotKeepItsReaderAwake() throws Exception {
		AtomicInteger pauses = new AtomicInteger();
		try (ArrayWriter<long[]> writer = create("a");
				ArrayReader<long[]> reader = attach("a", () -> counting(WaitStrategy.auto().newWaiter(), pauses))) {
			writer.write(new long[] { 1 });
			assertThat(reader.nextLatest(LONG)).isPresent();
			writer.write(new long[] { 2 });
			SegmentFile segment = new SegmentFile(this.directory.segment("a"));
			segment.putInt(segment.slot(1) + SegmentFile.LOCK, 3);
			assertThat(reader.nextLatest(Duration.ofMillis(300))).isEmpty();
			assertThat(pauses).hasValueBetween(1, 100);
			Background<Sample<long[]>> next = sleeping("a", () -> reader.nextLatest(LONG).orElseThrow());
			writer.write(new long[] { 3 });
			assertThat(next.result().value()).containsExactly(3);
		}
	}

	private static Waiter counting(Waiter waiter, AtomicInteger pauses) {
		return new Waiter() {
			@Override
			public void reset() {
				waiter.reset();
			}

			@Override
			public void pause(AwaitedStream stream, long maxNanos) throws InterruptedException {
				pauses.incrementAndGet();
				waiter.pause(stream, maxNanos);
			}

			@Override
			public void arrived(AwaitedStream stream) {
				waiter.arrived(stream);
			}
		};
	}

	@Test
	void aReaderThatMayNotAnnounceItselfAtFirstDoesSoLater() throws Exception {
		try (ArrayWriter<long[]> writer = builder("a").heartbeatInterval(Duration.ZERO).open()) {
			SegmentFile segment = new SegmentFile(this.directory.segment("a"));
			int features = segment.getInt(ExtensionLayout.FEATURES_OFFSET);
			segment.putInt(ExtensionLayout.FEATURES_OFFSET, features & ~ExtensionLayout.FEATURE_WRITER_LOCK);
			try (ArrayReader<long[]> reader = attach("a", WaitStrategy.auto())) {
				assertThat(reader.next(Duration.ofMillis(20))).isEmpty();
				assertThat(event("a")).isZero();
				segment.putInt(ExtensionLayout.FEATURES_OFFSET, features);
				Background<Sample<long[]>> next = sleeping("a", () -> reader.next(LONG).orElseThrow());
				writer.write(new long[] { 5 });
				assertThat(next.result().value()).containsExactly(5);
			}
		}
	}

	private <T> Background<T> sleeping(String name, Callable<T> read) {
		Background<T> background = Background.run(read);
		awaitSleeper(name);
		return background;
	}

	private void awaitSleeper(String name) {
		await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.until(() -> (event(name) & ExtensionLayout.EVENT_SLEEPERS) != 0);
	}

	private int event(String name) {
		return new SegmentFile(this.directory.segment(name)).getInt(ExtensionLayout.EVENT_OFFSET);
	}

	private ArrayWriter<long[]> create(String name) {
		return builder(name).open();
	}

	private WriterBuilder<ArrayWriter<long[]>> builder(String name) {
		return GlobalBuffer.create(name, SPEC).directory(this.directory.path()).capacity(64);
	}

	private ArrayReader<long[]> attach(String name) {
		return attach(name, PatientWait::new);
	}

	private ArrayReader<long[]> attach(String name, WaitStrategy strategy) {
		return GlobalBuffer.attach(name).directory(this.directory.path()).waitStrategy(strategy).asArray(SPEC);
	}

}
