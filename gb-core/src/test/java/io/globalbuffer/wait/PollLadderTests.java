// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Python's back-off. Cases 95 and 100.
 */
class PollLadderTests {

	private static final long MICROS_100 = 100_000;

	/** Case 95. */
	@Test
	void pausesDoubleUpToTheMaximumAndStartAgain() throws InterruptedException {
		PollLadder.LadderWaiter waiter = new PollLadder(Duration.ofNanos(MICROS_100), Duration.ofNanos(8 * MICROS_100))
			.newWaiter();
		List<Long> expected = List.of(1L, 2L, 4L, 8L, 8L);
		assertThat(pauses(waiter)).isEqualTo(expected);
		waiter.reset();
		assertThat(pauses(waiter)).isEqualTo(expected);
	}

	/** Case 100. */
	@Test
	void theStandardIsPythons() {
		assertThat(WaitStrategy.poll()).isEqualTo(WaitStrategy.poll(Duration.ofNanos(50_000), Duration.ofMillis(2)));
	}

	@Test
	void aMaximumAloneGoesWithTheStandardsFirstPauseUnlessItIsShorter() {
		assertThat(WaitStrategy.poll(Duration.ofMillis(20)))
			.isEqualTo(WaitStrategy.poll(Duration.ofNanos(50_000), Duration.ofMillis(20)));
		assertThat(WaitStrategy.poll(Duration.ofNanos(10_000)))
			.isEqualTo(WaitStrategy.poll(Duration.ofNanos(10_000), Duration.ofNanos(10_000)));
		assertThat(WaitStrategy.poll(Duration.ZERO)).isEqualTo(WaitStrategy.poll(Duration.ZERO, Duration.ZERO));
	}

	/** Case 100: fifty looks a second where the standard takes five hundred. */
	@Test
	void aHigherMaximumIsReachedAndNeverExceeded() throws InterruptedException {
		Duration max = Duration.ofMillis(20);
		PollLadder.LadderWaiter waiter = new PollLadder(Duration.ofNanos(50_000), max).newWaiter();
		List<Long> pauses = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			pauses.add(waiter.nextPauseNanos());
			waiter.pause(AwaitedStreams.silent(), Long.MAX_VALUE);
		}
		assertThat(pauses).isSorted().startsWith(50_000L, 100_000L).endsWith(max.toNanos(), max.toNanos());
	}

	private static List<Long> pauses(PollLadder.LadderWaiter waiter) throws InterruptedException {
		List<Long> pauses = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			pauses.add(waiter.nextPauseNanos() / MICROS_100);
			waiter.pause(AwaitedStreams.silent(), Long.MAX_VALUE);
		}
		return pauses;
	}

	@Test
	void aPauseNeverGoesFarBeyondTheDeadline() throws InterruptedException {
		Waiter waiter = WaitStrategy.poll(Duration.ofDays(1), Duration.ofDays(200_000)).newWaiter();
		long start = System.nanoTime();
		for (int i = 0; i < 10; i++) {
			waiter.pause(AwaitedStreams.silent(), MICROS_100);
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void aMinimumOfZeroSpins() throws InterruptedException {
		Waiter waiter = WaitStrategy.poll(Duration.ZERO, Duration.ZERO).newWaiter();
		long start = System.nanoTime();
		for (int i = 0; i < 1000; i++) {
			waiter.pause(AwaitedStreams.silent(), Long.MAX_VALUE);
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
	}

	@Test
	void anInterruptEndsAPause() {
		for (Waiter waiter : List.of(WaitStrategy.poll().newWaiter(),
				WaitStrategy.poll(Duration.ZERO, Duration.ZERO).newWaiter())) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(InterruptedException.class)
				.isThrownBy(() -> waiter.pause(AwaitedStreams.silent(), Long.MAX_VALUE));
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
		}
	}

	@Test
	void rangesThatCannotBeAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WaitStrategy.poll(Duration.ofMillis(-1), Duration.ofMillis(1)))
			.withMessageContaining("at least zero");
		assertThatIllegalArgumentException().isThrownBy(() -> WaitStrategy.poll(Duration.ofMillis(-1)))
			.withMessageContaining("at least zero");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> WaitStrategy.poll(Duration.ofMillis(2), Duration.ofMillis(1)))
			.withMessageContaining("PT0.002S");
	}

}
