// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

/**
 * The waiting of one reader. Used by one thread at a time; allocates nothing.
 */
public interface Waiter {

	/**
	 * Begins a new wait: the sample waited for last time has come, or was given up.
	 */
	void reset();

	/**
	 * Waits a little. Returning early is always allowed: the caller looks again.
	 * @param stream what is waited for
	 * @param maxNanos the longest time allowed, in nanoseconds, positive
	 * @throws InterruptedException if the thread is interrupted before or while it waits
	 */
	void pause(AwaitedStream stream, long maxNanos) throws InterruptedException;

	/**
	 * Learns that the wait is over since a sample has come. Not called where there was no
	 * wait.
	 * @param stream what was waited for
	 */
	default void arrived(AwaitedStream stream) {
	}

}
