// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.util.concurrent.atomic.LongAdder;

/**
 * What a replication counts. Safe for use by many threads.
 */
final class ReplicationCounters {

	final LongAdder samples = new LongAdder();

	final LongAdder bytes = new LongAdder();

	final LongAdder skipped = new LongAdder();

	final LongAdder repeated = new LongAdder();

	final LongAdder lostAtSource = new LongAdder();

	final LongAdder lostInTransit = new LongAdder();

	final LongAdder lostLocally = new LongAdder();

	ReplicationStatistics statistics() {
		return new ReplicationStatistics(this.samples.sum(), this.bytes.sum(), this.skipped.sum(), this.repeated.sum(),
				this.lostAtSource.sum(), this.lostInTransit.sum(), this.lostLocally.sum());
	}

}
