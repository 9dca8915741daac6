// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

/**
 * The intervals in which samples were published. Each is due at a time that is counted
 * from the first: that one was late makes no other late.
 */
final class PublishedPace {

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
		if (!this.begun) {
			this.begun = true;
			this.newest = published;
			this.shift = now - published;
		}
		// a clock that was set back: order goes before time
		this.newest = Math.max(this.newest, published);
		return this.newest + this.shift - now;
	}

}
