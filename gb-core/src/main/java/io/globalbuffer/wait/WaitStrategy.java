// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

import java.time.Duration;

/**
 * How readers wait for the next sample: a recipe for {@link Waiter}s. Immutable and safe
 * to share between readers.
 */
@FunctionalInterface
public interface WaitStrategy {

	/**
	 * A waiter for one reader.
	 * @return a new waiter
	 */
	Waiter newWaiter();

	/**
	 * The strategy used where none is given: polling as in Python, every 50 µs at first,
	 * then twice as long each time up to 2 ms.
	 * @return the strategy
	 */
	static WaitStrategy standard() {
		return PollLadder.STANDARD;
	}

	/**
	 * Polling with pauses that double from the first one of {@link #standard()}, or from
	 * {@code max} if that is shorter, to {@code max}, anew for each wait. A longer
	 * maximum costs fewer cycles while nothing comes, and adds at most that much latency.
	 * @param max the longest pause; zero spins
	 * @return the strategy
	 * @throws IllegalArgumentException if {@code max} is negative
	 */
	static WaitStrategy poll(Duration max) {
		Duration min = PollLadder.STANDARD.min();
		return new PollLadder((max.compareTo(min) < 0) ? max : min, max);
	}

	/**
	 * Polling with pauses that double from {@code min} to {@code max}, anew for each
	 * wait. A longer maximum costs fewer cycles while nothing comes, and adds at most
	 * that much latency.
	 * @param min the first pause; zero spins
	 * @param max the longest pause, not below {@code min}
	 * @return the strategy
	 * @throws IllegalArgumentException if {@code min} is negative or above {@code max}
	 */
	static WaitStrategy poll(Duration min, Duration max) {
		return new PollLadder(min, max);
	}

}
