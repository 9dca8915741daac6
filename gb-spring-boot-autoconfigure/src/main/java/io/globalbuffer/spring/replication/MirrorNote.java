// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.util.List;

import io.globalbuffer.Position;

/**
 * How far a mirror has come, as it notes before it writes a sample: this one becomes that
 * one.
 *
 * @param origin the sample at its origin
 * @param local the sample in the mirror's segment: it is written if the segment goes on
 * behind it
 * @param written whether it is written in any case, so that the segment need not tell
 * @param earlier where earlier segments of the origin go on
 * @param specHash of what the mirror's segment holds
 * @param partition where its record lies
 * @param offset where its record lies in the partition
 */
record MirrorNote(Position origin, Position local, boolean written, List<Position> earlier, long specHash,
		int partition, long offset) {

	/**
	 * The same note, with what the segment tells.
	 * @param known whether the sample is written
	 * @return a note
	 */
	MirrorNote written(boolean known) {
		return new MirrorNote(this.origin, this.local, known, this.earlier, this.specHash, this.partition, this.offset);
	}

}
