// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import io.globalbuffer.Position;

/**
 * A record that was given to a producer.
 */
final class SentRecord {

	private final Position segment;

	private final long sequence;

	private final long overwritten;

	private final long missed;

	private final int bytes;

	private final long sentAt = System.nanoTime();

	private boolean acknowledged;

	/**
	 * Creates a record.
	 * @param segment before the first sample of the segment
	 * @param sequence the sample's sequence
	 * @param overwritten what the reader missed right before it
	 * @param missed what the record says of that: with what was sent in vain before
	 * @param bytes the size of the sample
	 */
	SentRecord(Position segment, long sequence, long overwritten, long missed, int bytes) {
		this.segment = segment;
		this.sequence = sequence;
		this.overwritten = overwritten;
		this.missed = missed;
		this.bytes = bytes;
	}

	Position segment() {
		return this.segment;
	}

	/** Behind the sample. */
	Position behind() {
		return this.segment.at(this.sequence + 1);
	}

	/** How many samples are lost if it never comes and cannot be read again. */
	long weight() {
		return 1 + this.overwritten;
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
