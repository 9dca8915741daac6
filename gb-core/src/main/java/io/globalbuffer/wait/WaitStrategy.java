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
	 * The strategy used where none is given: sleeps in the kernel where the writer wakes
	 * readers, as {@link #kernel()} does, and predicts where it does not, as
	 * {@link #predict()} does. Follows when the writer changes.
	 * @return the strategy
	 */
	static WaitStrategy auto() {
		return Automatic.STRATEGY;
	}

	/**
	 * Sleeping in the kernel until the writer wakes the reader: next to no cost while
	 * nothing comes, and some ten microseconds of latency. A virtual thread parks, and
	 * another thread sleeps for many of them. A writer that is not written in Java, and
	 * that nothing has taught to, wakes nobody: with such a one as {@link #poll()}.
	 * @return the strategy
	 */
	static WaitStrategy kernel() {
		return KernelSleep.STRATEGY;
	}

	/**
	 * Polling around the time at which a sample is due, for writers that wake nobody:
	 * learns the period of the stream. With a stream that has none as {@link #poll()}. As
	 * soon as several readers of a process wait so, one thread looks for all of them.
	 * @return the strategy
	 */
	static WaitStrategy predict() {
		return Prediction.STRATEGY;
	}

	/**
	 * Looking without a pause: the least latency there is, for a whole core. Not for
	 * virtual threads, as those of publishers: each would hold its carrier while it
	 * waits.
	 * @return the strategy
	 */
	static WaitStrategy spin() {
		return PollLadder.SPINNING;
	}

	/**
	 * Polling as in Python, every 50 µs at first, then twice as long each time up to 2
	 * ms, anew for each wait.
	 * @return the strategy
	 */
	static WaitStrategy poll() {
		return PollLadder.PYTHON;
	}

	/**
	 * Polling with pauses that double from the first one of {@link #poll()}, or from
	 * {@code max} if that is shorter, to {@code max}, anew for each wait. A longer
	 * maximum costs fewer cycles while nothing comes, and adds at most that much latency.
	 * @param max the longest pause; zero spins
	 * @return the strategy
	 * @throws IllegalArgumentException if {@code max} is negative
	 */
	static WaitStrategy poll(Duration max) {
		Duration min = PollLadder.PYTHON.min();
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
