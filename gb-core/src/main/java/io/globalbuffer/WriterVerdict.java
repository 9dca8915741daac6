// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

import io.globalbuffer.internal.segment.LockState;
import io.globalbuffer.internal.segment.SegmentFacts;
import io.globalbuffer.internal.segment.WriterEvidence;

/**
 * Judges a segment's writer by what the segment says.
 */
final class WriterVerdict {

	private WriterVerdict() {
	}

	static WriterStatus of(SegmentFacts facts, Duration livenessTimeout) {
		WriterEvidence writer = facts.writer();
		OptionalLong pid = OptionalLong.of(writer.pid());
		if (!writer.isStamped()) {
			return new WriterStatus(state(facts, false), false, pid, Optional.empty(), Optional.empty());
		}
		Duration age = writer.heartbeatAge();
		boolean alive = writer.isFresh(livenessTimeout);
		return new WriterStatus(state(facts, alive), alive, pid, Optional.of(writer.lastHeartbeat()),
				Optional.of(age.isNegative() ? Duration.ZERO : age));
	}

	private static WriterState state(SegmentFacts facts, boolean alive) {
		return switch (facts.nameState()) {
			case GONE -> WriterState.UNLINKED;
			case ELSEWHERE -> WriterState.REPLACED;
			case HERE -> state(facts.writer(), alive);
		};
	}

	private static WriterState state(WriterEvidence writer, boolean alive) {
		if (writer.isClosed()) {
			return WriterState.CLOSED;
		}
		if (writer.lock() == LockState.LEFT) {
			return WriterState.DEAD;
		}
		if (alive) {
			return WriterState.ACTIVE;
		}
		if (writer.lock() == LockState.HELD) {
			return WriterState.IDLE;
		}
		return switch (writer.processSeen()) {
			case EXISTS -> WriterState.IDLE;
			case UNKNOWN -> WriterState.UNKNOWN;
			case ABSENT -> writer.hasStoodStill() ? WriterState.PRESUMED_DEAD : WriterState.UNKNOWN;
		};
	}

}
