// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

/**
 * How many samples a subscriber has asked for and not been given. Safe for use by many
 * threads.
 */
final class Demand {

	/** So many are as good as all there will ever be. */
	private static final long ALL = Long.MAX_VALUE;

	private long open;

	private boolean ended;

	/**
	 * Asks for more.
	 * @param samples how many, at least one
	 */
	synchronized void add(long samples) {
		this.open = (samples < ALL - this.open) ? this.open + samples : ALL;
		notifyAll();
	}

	/** Waits until a sample is asked for, or there is nothing to wait for any more. */
	synchronized void await() throws InterruptedException {
		while (this.open == 0 && !this.ended) {
			wait();
		}
	}

	/** Notes that a sample that was asked for is given. */
	synchronized void meet() {
		if (this.open < ALL) {
			this.open--;
		}
	}

	/** Ends the wait for more, for good. */
	synchronized void end() {
		this.ended = true;
		notifyAll();
	}

}
