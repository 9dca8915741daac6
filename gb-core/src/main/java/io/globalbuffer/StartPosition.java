// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

/**
 * Where a reader's cursor starts in a segment that holds samples already. In a segment
 * that is created after a following reader started, the cursor always starts at the first
 * sample.
 */
public enum StartPosition {

	/** Only samples written after attaching: Python's rule. */
	NEW,

	/** The newest sample there is, then those after it. */
	NEWEST,

	/** The oldest sample still in the ring, then those after it. */
	OLDEST;

	/**
	 * Returns where the cursor starts.
	 * @param count samples committed so far
	 * @param capacity how many of them are still in the ring at most
	 * @return the first sequence to read
	 */
	long cursor(long count, long capacity) {
		return switch (this) {
			case NEW -> count;
			case NEWEST -> Math.max(0, count - 1);
			case OLDEST -> Math.max(0, count - capacity);
		};
	}

}
