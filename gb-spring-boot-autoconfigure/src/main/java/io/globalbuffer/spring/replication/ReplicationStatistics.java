// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

/**
 * What a replication counted since the application started.
 *
 * @param samples samples that a topic has acknowledged, or that were written to the
 * mirror
 * @param bytes bytes of these samples
 * @param skipped samples that were left out on purpose, since only the newest go
 * @param repeated records that came again, and were not written again
 * @param lostAtSource samples that were overwritten before they were sent
 * @param lostInTransit samples that were sent, or said to be, and never came
 * @param lostLocally samples that came and could not be written
 */
public record ReplicationStatistics(long samples, long bytes, long skipped, long repeated, long lostAtSource,
		long lostInTransit, long lostLocally) {

	/**
	 * How many samples are lost, wherever that was.
	 * @return the sum of the three
	 */
	public long lost() {
		return this.lostAtSource + this.lostInTransit + this.lostLocally;
	}

}
