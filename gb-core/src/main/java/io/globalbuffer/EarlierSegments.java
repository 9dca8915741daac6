// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import io.globalbuffer.internal.ring.RingReader;

/**
 * What a reader lost and passed over in the segments it has left. For one thread at a
 * time.
 */
final class EarlierSegments {

	private long overruns;

	private long skipped;

	/** Counts what was lost and passed over in another one. */
	void add(RingReader<?> left) {
		this.overruns += left.overruns();
		this.skipped += left.skipped();
	}

	long overruns() {
		return this.overruns;
	}

	long skipped() {
		return this.skipped;
	}

}
