// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.write;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TimedLoopTests {

	private static final Duration PERIOD = Duration.ofMillis(2);

	private @Nullable TimedLoop loop;

	@AfterEach
	void stop() {
		if (this.loop != null) {
			this.loop.stop();
		}
	}

	@Test
	void theNextDeadlineIsOnePeriodLater() {
		assertThat(TimedLoop.nextDeadline(100, 103, 10)).isEqualTo(110);
		assertThat(TimedLoop.nextDeadline(100, 109, 10)).isEqualTo(110);
	}

	@Test
	void deadlinesOfAShortStallAreMadeUpFor() {
		assertThat(TimedLoop.nextDeadline(100, 110, 10)).isEqualTo(110);
		assertThat(TimedLoop.nextDeadline(100, 310, 10)).isEqualTo(110);
	}

	@Test
	void deadlinesOfALongStallAreLeftOut() {
		assertThat(TimedLoop.nextDeadline(100, 311, 10)).isEqualTo(320);
		assertThat(TimedLoop.nextDeadline(100, 1337, 10)).isEqualTo(1340);
	}

	@Test
	void deadlinesMayWrapAround() {
		long deadline = Long.MAX_VALUE - 5;
		assertThat(TimedLoop.nextDeadline(deadline, deadline + 3, 10)).isEqualTo(deadline + 10);
		assertThat(TimedLoop.nextDeadline(deadline, deadline + 227, 10)).isEqualTo(deadline + 230);
	}

	@Test
	void aWakeUpIsNeverEarly() throws InterruptedException {
		AtomicLong earliest = new AtomicLong(Long.MAX_VALUE);
		CountDownLatch calls = new CountDownLatch(50);
		start((lateNanos, nanoTime) -> {
			earliest.accumulateAndGet(lateNanos, Math::min);
			calls.countDown();
		});
		assertThat(calls.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(earliest).hasNonNegativeValue();
	}

	@Test
	void fiftyCallsTakeAtLeastFortyNinePeriods() throws InterruptedException {
		CountDownLatch calls = new CountDownLatch(50);
		long start = System.nanoTime();
		start((lateNanos, nanoTime) -> calls.countDown());
		assertThat(calls.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(49 * PERIOD.toNanos());
	}

	@Test
	void aTaskThatThrowsIsCalledAgain() throws InterruptedException {
		CountDownLatch calls = new CountDownLatch(3);
		start((lateNanos, nanoTime) -> {
			calls.countDown();
			throw new IllegalStateException("on purpose");
		});
		assertThat(calls.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void afterStopNothingIsCalledUntilTheNextStart() {
		AtomicInteger calls = new AtomicInteger();
		TimedLoop started = start((lateNanos, nanoTime) -> calls.incrementAndGet());
		assertThat(started.isRunning()).isTrue();
		started.stop();
		assertThat(started.isRunning()).isFalse();
		assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("test-loop");
		int before = calls.get();
		started.start();
		await().untilAsserted(() -> assertThat(calls).hasValueGreaterThan(before));
	}

	private TimedLoop start(TimedLoop.Task task) {
		TimedLoop started = new TimedLoop("test-loop", PERIOD, task);
		this.loop = started;
		started.start();
		return started;
	}

}
