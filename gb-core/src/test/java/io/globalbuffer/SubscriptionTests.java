// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.wait.WaitStrategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Samples delivered to callbacks. Cases 85, 86 and 88 to 92.
 */
class SubscriptionTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final List<Long> seen = Collections.synchronizedList(new ArrayList<>());

	/** Case 85. */
	@Test
	void everySampleIsDeliveredInOrder() {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach();
				Subscription subscription = reader.subscribe(ReadMode.NEXT, this::see)) {
			write(writer, 0, 3);
			await().until(() -> subscription.delivered() == 3);
			assertThat(this.seen).containsExactly(0L, 1L, 2L);
			assertThat(subscription.isActive()).isTrue();
			assertThat(subscription.errors() + subscription.overruns() + subscription.skipped()).isZero();
		}
	}

	/** Case 88. */
	@Test
	void aSumOfAllSamplesIsExact() {
		LongAdder sum = new LongAdder();
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach();
				Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> sum.add(sample.value()[0]))) {
			for (long value = 1; value <= 4; value++) {
				long delivered = value;
				write(writer, value, value + 1);
				await().until(() -> subscription.delivered() == delivered);
			}
			assertThat(sum.sum()).isEqualTo(10);
		}
	}

	/** Case 89. */
	@Test
	void theFirstSampleIsTheNewest() {
		List<Long> sequences = Collections.synchronizedList(new ArrayList<>());
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach();
				Subscription subscription = reader.subscribe(ReadMode.LATEST, (sample) -> {
					see(sample);
					sequences.add(sample.sequence());
				})) {
			write(writer, 42, 43);
			await().until(() -> subscription.delivered() == 1);
			assertThat(this.seen).containsExactly(42L);
			assertThat(sequences).containsExactly(0L);
		}
	}

	/** Case 86. */
	@Test
	void theNewestIsDeliveredAndTheRestSkipped() throws InterruptedException {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach();
				Subscription subscription = reader.subscribe(ReadMode.LATEST, (sample) -> {
					see(sample);
					entered.countDown();
					awaitQuietly(release);
				})) {
			write(writer, 0, 1);
			entered.await();
			write(writer, 1, 50);
			release.countDown();
			await().until(() -> subscription.delivered() == 2);
			assertThat(this.seen).containsExactly(0L, 49L);
			assertThat(subscription.skipped()).isEqualTo(48);
			assertThat(subscription.overruns()).isZero();
			assertThat(reader.next(Duration.ZERO)).as("the reader's own cursor").isPresent();
		}
	}

	/** Case 90. */
	@Test
	void aSlowCallbackLosesSamplesAndTheyAreCounted() throws InterruptedException {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach();
				Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> {
					see(sample);
					entered.countDown();
					awaitQuietly(release);
				})) {
			write(writer, 0, 1);
			entered.await();
			write(writer, 1, 50);
			release.countDown();
			await().until(() -> subscription.delivered() == 4);
			assertThat(this.seen).containsExactly(0L, 47L, 48L, 49L);
			assertThat(subscription.overruns()).isEqualTo(46);
		}
	}

	/** Case 91. */
	@Test
	void theReadersWaitStrategyIsKept() {
		WaitStrategy polling = WaitStrategy.poll(Duration.ofMillis(1), Duration.ofMillis(5));
		AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();
		WaitStrategy watched = () -> {
			waiting.set(Thread.currentThread());
			return polling.newWaiter();
		};
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = GlobalBuffer.attach("s")
					.directory(this.directory.path())
					.waitStrategy(watched)
					.asArray(long[].class)) {
			waiting.set(null);
			try (Subscription subscription = reader.subscribe(ReadMode.NEXT, this::see)) {
				write(writer, 0, 1);
				await().until(() -> subscription.delivered() == 1);
				assertThat(waiting.get()).isNotNull();
			}
		}
	}

	@Test
	void anExceptionIsCountedAndDeliveryGoesOn() {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach();
				Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> {
					see(sample);
					if (sample.sequence() == 0) {
						throw new IllegalArgumentException("the first is refused");
					}
				})) {
			write(writer, 0, 2);
			await().until(() -> subscription.delivered() == 2);
			assertThat(this.seen).containsExactly(0L, 1L);
			assertThat(subscription.errors()).isEqualTo(1);
			assertThat(subscription.isActive()).isTrue();
		}
	}

	@Test
	void aMessageThatCannotBeDecodedIsCountedAndLeftOut() {
		record Pose(double x) {
		}
		List<Pose> poses = Collections.synchronizedList(new ArrayList<>());
		try (BufferWriter<Map<String, Object>> writer = GlobalBuffer.create("s", MessageSpec.map())
			.directory(this.directory.path())
			.capacity(3)
			.open();
				BufferReader<Pose> reader = GlobalBuffer.attach("s").directory(this.directory.path()).as(Pose.class);
				Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> poses.add(sample.value()))) {
			writer.write(Map.of("y", 1.0));
			writer.write(Map.of("x", 2.0));
			await().until(() -> subscription.delivered() == 1);
			assertThat(poses).containsExactly(new Pose(2));
			assertThat(subscription.undecodable()).isEqualTo(1);
			assertThat(subscription.errors()).as("of the callback").isZero();
		}
	}

	/** Case 92. */
	@Test
	void closingWaitsForTheCallbackAndNoneRunsAfterwards() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> {
				entered.countDown();
				awaitQuietly(release);
				see(sample);
			});
			write(writer, 0, 3);
			entered.await();
			Background<Integer> close = Background.run(() -> {
				subscription.close();
				return this.seen.size();
			}).awaitWaiting();
			assertThat(this.seen).isEmpty();
			release.countDown();
			assertThat(close.result()).isEqualTo(1);
			assertThat(subscription.isActive()).isFalse();
			subscription.close();
			write(writer, 3, 6);
			assertThat(subscription.delivered()).isEqualTo(1);
			assertThat(this.seen).containsExactly(0L);
			assertThat(reader.isOpen()).isTrue();
		}
	}

	@Test
	void aCallbackMayCloseItsOwnSubscription() {
		AtomicReference<@Nullable Subscription> self = new AtomicReference<>();
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach()) {
			Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> {
				see(sample);
				Subscription own = self.get();
				if (own != null) {
					own.close();
				}
			});
			self.set(subscription);
			write(writer, 0, 3);
			await().until(() -> !subscription.isActive());
			assertThat(this.seen).containsExactly(0L);
		}
	}

	/** Case 92. */
	@Test
	void aSubscriptionEndsWithItsReader() {
		try (ArrayWriter<long[]> writer = create()) {
			ArrayReader<long[]> reader = attach();
			Subscription subscription = reader.subscribe(ReadMode.NEXT, this::see);
			reader.close();
			assertThat(subscription.isActive()).isFalse();
			write(writer, 0, 1);
			assertThat(this.seen).isEmpty();
		}
	}

	/** As when its reader is closed at the moment of subscribing. */
	@Test
	void aSubscriptionThatIsClosedBeforeItStartsDeliversNothing() {
		try (ArrayWriter<long[]> writer = create()) {
			CallbackSubscription<long[]> subscription = new CallbackSubscription<>(
					new SubscribedSamples<>(attach(), ReadMode.NEXT), this::see, (ended) -> {
					});
			subscription.close();
			write(writer, 0, 1);
			subscription.start();
			await().until(() -> !subscription.isActive());
			subscription.close();
			assertThat(this.seen).isEmpty();
		}
	}

	@Test
	void anErrorEndsTheSubscription() {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach();
				Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> {
					see(sample);
					throw new StackOverflowError("on purpose");
				})) {
			write(writer, 0, 3);
			await().dontCatchUncaughtExceptions().until(() -> !subscription.isActive());
			assertThat(this.seen).containsExactly(0L);
			assertThat(reader.isOpen()).isTrue();
		}
	}

	@Test
	void aSubscriptionOfAFollowingReaderWaitsForItsSegment() {
		try (ArrayReader<long[]> reader = GlobalBuffer.attach("s")
			.directory(this.directory.path())
			.following()
			.asArray(long[].class);
				Subscription subscription = reader.subscribe(ReadMode.NEXT, this::see);
				ArrayWriter<long[]> writer = create()) {
			write(writer, 0, 2);
			await().until(() -> subscription.delivered() == 2);
			assertThat(this.seen).containsExactly(0L, 1L);
		}
	}

	private void see(Sample<long[]> sample) {
		this.seen.add(sample.value()[0]);
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void write(ArrayWriter<long[]> writer, long from, long to) {
		for (long value = from; value < to; value++) {
			writer.write(new long[] { value });
		}
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("s", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(3)
			.open();
	}

	private ArrayReader<long[]> attach() {
		return GlobalBuffer.attach("s").directory(this.directory.path()).asArray(long[].class);
	}

}
