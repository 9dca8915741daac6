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
	 * The same note about a sample of the same segments and partition.
	 * @param sequence its sequence at the origin
	 * @param localSequence its sequence here
	 * @param written whether it is written
	 * @param offset where its record lies
	 * @return a note
	 */
	MirrorNote about(long sequence, long localSequence, boolean written, long offset) {
		return new MirrorNote(this.origin.at(sequence), this.local.at(localSequence), written, this.earlier,
				this.specHash, this.partition, offset);
	}

}
