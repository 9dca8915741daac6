// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import io.globalbuffer.Position;

/**
 * A record that was given to a producer.
 */
final class SentRecord {

	private final Position segment;

	private final long sequence;

	private final long missed;

	private final int bytes;

	private final long sentAt = System.nanoTime();

	private boolean acknowledged;

	/**
	 * Creates a record.
	 * @param segment before the first sample of the segment
	 * @param sequence the sample's sequence
	 * @param missed how many samples right before it do not come
	 * @param bytes the size of the sample
	 */
	SentRecord(Position segment, long sequence, long missed, int bytes) {
		this.segment = segment;
		this.sequence = sequence;
		this.missed = missed;
		this.bytes = bytes;
	}

	/** Behind the sample. */
	Position behind() {
		return this.segment.at(this.sequence + 1);
	}

	long missed() {
		return this.missed;
	}

	int bytes() {
		return this.bytes;
	}

	/** By the system's timer. */
	long sentAt() {
		return this.sentAt;
	}

	boolean isAcknowledged() {
		return this.acknowledged;
	}

	void acknowledge() {
		this.acknowledged = true;
	}

}
