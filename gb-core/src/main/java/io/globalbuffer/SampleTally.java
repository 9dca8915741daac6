// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

/**
 * What has become of samples: each is counted once.
 *
 * @param delivered how many a subscriber is done with
 * @param undecodable how many were no such messages
 * @param overruns how many were overwritten first, or damaged
 * @param skipped how many were passed over on purpose
 */
record SampleTally(long delivered, long undecodable, long overruns, long skipped) {

	static final SampleTally NONE = new SampleTally(0, 0, 0, 0);

	SampleTally plus(SampleTally other) {
		return new SampleTally(this.delivered + other.delivered, this.undecodable + other.undecodable,
				this.overruns + other.overruns, this.skipped + other.skipped);
	}

}
