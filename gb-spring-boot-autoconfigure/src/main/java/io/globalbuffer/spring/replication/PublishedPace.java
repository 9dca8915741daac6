// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.util.concurrent.TimeUnit;

/**
 * The intervals in which samples were published. Each is due at a time that is counted
 * from the first: that one was late makes no other late. A longer pause is one of a
 * minute; so is what a clock that was set makes of one.
 */
final class PublishedPace {

	private static final long LONGEST_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

	private boolean begun;

	/** What to add to a time of publication for the time of this process. */
	private long shift;

	private long newest;

	/**
	 * Tells how long a sample is to wait. One may be asked for again.
	 * @param published when it was published, in nanoseconds since 1970
	 * @param now the time of this process, in nanoseconds
	 * @return nanoseconds, 0 or less if it is due
	 */
	long untilDue(long published, long now) {
		if (!this.begun || this.newest - published > LONGEST_PAUSE_NANOS) {
			this.begun = true;
			this.newest = published;
			this.shift = now - published;
		}
		// a clock that was set back: order goes before time
		this.newest = Math.max(this.newest, published);
		long wait = this.newest + this.shift - now;
		if (wait > LONGEST_PAUSE_NANOS) {
			this.shift -= wait - LONGEST_PAUSE_NANOS;
			wait = LONGEST_PAUSE_NANOS;
		}
		return wait;
	}

}
