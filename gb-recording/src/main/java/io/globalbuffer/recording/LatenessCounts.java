// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.time.Duration;

/**
 * Counts by how much samples were late, to within one in 64, in the same memory for any
 * number of them.
 */
final class LatenessCounts {

	private static final int PRECISION_BITS = 6;

	private static final int STEPS = 1 << PRECISION_BITS;

	private static final double MEDIAN = 0.5;

	private static final double NEARLY_ALL = 0.99;

	/** A power of two has as many steps as the next; the first two count ones. */
	private final long[] counts = new long[(Long.SIZE - PRECISION_BITS) * STEPS];

	private long count;

	private long greatest;

	void add(long nanos) {
		this.counts[step(nanos)]++;
		this.count++;
		this.greatest = Math.max(this.greatest, nanos);
	}

	Lateness lateness() {
		return new Lateness(quantile(MEDIAN), quantile(NEARLY_ALL), Duration.ofNanos(this.greatest));
	}

	private Duration quantile(double share) {
		long rank = (long) Math.ceil(share * this.count);
		int step = 0;
		for (long seen = this.counts[0]; seen < rank; seen += this.counts[step]) {
			step++;
		}
		return Duration.ofNanos(Math.min(last(step), this.greatest));
	}

	private static int step(long nanos) {
		int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - PRECISION_BITS - 1);
		return shift * STEPS + (int) (nanos >>> shift);
	}

	/** The greatest number that counts for a step. */
	private static long last(int step) {
		int shift = Math.max(0, step / STEPS - 1);
		return ((step - (long) shift * STEPS + 1) << shift) - 1;
	}

}
