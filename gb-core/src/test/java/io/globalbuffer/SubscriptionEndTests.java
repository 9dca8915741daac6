// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * When a subscription ends, and what it has counted by then.
 */
class SubscriptionEndTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void itEndsWhenItsSegmentIsLostAndItDoesNotFollow() {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().asArray(long[].class);
				LogRecorder log = LogRecorder.of(Subscription.class);
				Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> {
				})) {
			writer.write(new long[1]);
			await().until(() -> subscription.delivered() == 1);
			new SegmentFile(this.directory.segment("s")).resize(0);
			await().until(() -> !subscription.isActive());
			assertThat(log.messages()).singleElement()
				.asString()
				.contains("subscription of buffer 's' ends")
				.contains("has lost memory");
			assertThat(subscription.errors()).isZero();
			writer.unlink();
		}
	}

	@Test
	void itGoesOnWhenItsSegmentIsLostAndItFollows() {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().following().asArray(long[].class);
				Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> {
				})) {
			writer.write(new long[1]);
			await().until(() -> subscription.delivered() == 1);
			new SegmentFile(this.directory.segment("s")).resize(0);
			writer.unlink();
			try (ArrayWriter<long[]> fresh = create()) {
				fresh.write(new long[1]);
				await().until(() -> subscription.delivered() == 2);
				assertThat(subscription.isActive()).isTrue();
			}
		}
	}

	@Test
	void itSaysThatItWasClosedItself() {
		try (LogRecorder log = LogRecorder.of(Subscription.class);
				ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			CountDownLatch entered = new CountDownLatch(1);
			Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> entered.countDown());
			writer.write(new long[1]);
			await().until(() -> entered.await(20, TimeUnit.SECONDS));
			subscription.close();
			assertThat(subscription.isActive()).isFalse();
			assertThat(reader.isOpen()).isTrue();
			assertThat(log.messages()).containsExactly("Subscription of buffer 's' ends: it was closed");
		}
	}

	@Test
	void eachSampleIsCountedOnce() {
		record Pose(double x) {
		}
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		try (BufferWriter<Map<String, Object>> writer = GlobalBuffer.create("s", MessageSpec.map())
			.directory(this.directory.path())
			.capacity(3)
			.open();
				BufferReader<Pose> reader = attach().as(Pose.class);
				Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> {
					entered.countDown();
					awaitRelease(release);
					if (sample.value().x() < 0) {
						sneak(new IOException("on purpose"));
					}
				})) {
			writer.write(Map.of("x", 0.0));
			await().until(() -> entered.await(20, TimeUnit.SECONDS));
			for (int i = 0; i < 5; i++) {
				writer.write(Map.of("x", 1.0));
			}
			writer.write(Map.of("y", 1.0));
			writer.write(Map.of("x", -1.0));
			assertThat(subscription.delivered()).as("while the callback runs").isZero();
			release.countDown();
			await().until(() -> subscription.delivered() == 3);
			assertThat(subscription.errors()).isEqualTo(1);
			assertThat(subscription.undecodable()).isEqualTo(1);
			assertThat(subscription.overruns()).isEqualTo(4);
			assertThat(subscription.isActive()).isTrue();
		}
	}

	@Test
	void anErrorIsCountedAndSoIsItsSample() {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().asArray(long[].class);
				Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> {
					throw new StackOverflowError("on purpose");
				})) {
			writer.write(new long[1]);
			await().dontCatchUncaughtExceptions().until(() -> !subscription.isActive());
			assertThat(subscription.errors()).isEqualTo(1);
			assertThat(subscription.delivered()).isEqualTo(1);
		}
	}

	@Test
	void aReadThatFailsIsNoErrorOfTheCallback() {
		try (LogRecorder log = LogRecorder.of(Subscription.class);
				ArrayWriter<long[]> old = create();
				ArrayReader<long[]> reader = attach().following().asArray(long[].class);
				Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> {
				})) {
			old.unlink();
			try (ArrayWriter<double[]> other = GlobalBuffer.create("s", ArraySpec.of(DType.FLOAT64, 1))
				.directory(this.directory.path())
				.capacity(3)
				.open()) {
				await()
					.until(() -> log.messages().stream().anyMatch((message) -> message.contains("cannot be read now")));
				other.unlink();
			}
			assertThat(subscription.errors() + subscription.undecodable() + subscription.delivered()).isZero();
			assertThat(subscription.isActive()).isTrue();
		}
	}

	@SuppressWarnings("unchecked")
	private static <E extends Exception> void sneak(Exception checked) throws E {
		throw (E) checked;
	}

	private static void awaitRelease(CountDownLatch latch) {
		try {
			assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("s", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(3)
			.open();
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("s").directory(this.directory.path());
	}

}
