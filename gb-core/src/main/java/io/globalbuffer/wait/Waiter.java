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
	 * @param maxNanos the longest time allowed, in nanoseconds, positive
	 * @throws InterruptedException if the thread is interrupted before or while it waits
	 */
	void pause(long maxNanos) throws InterruptedException;

}
