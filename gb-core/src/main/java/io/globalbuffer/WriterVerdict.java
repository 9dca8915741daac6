package io.globalbuffer;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.segment.HeartbeatClock;
import io.globalbuffer.internal.segment.NameState;
import io.globalbuffer.internal.segment.SegmentFacts;

/**
 * Judges a segment's writer by what the segment says.
 */
final class WriterVerdict {

	private WriterVerdict() {
	}

	static WriterStatus of(SegmentFacts facts, Duration livenessTimeout) {
		OptionalLong pid = OptionalLong.of(facts.writerPid());
		if (!HeartbeatClock.isStamp(facts.heartbeat())) {
			return new WriterStatus(state(facts, Duration.ZERO, false), false, pid, Optional.empty(), Optional.empty());
		}
		Duration age = Duration.ofNanos(HeartbeatClock.ageNanos(facts.heartbeat()));
		boolean alive = age.compareTo(livenessTimeout) < 0;
		return new WriterStatus(state(facts, age, alive), alive, pid, Optional.of(Instant.now().minus(age)),
				Optional.of(age.isNegative() ? Duration.ZERO : age));
	}

	private static WriterState state(SegmentFacts facts, Duration age, boolean alive) {
		if (facts.nameState() == NameState.GONE) {
			return WriterState.UNLINKED;
		}
		if (facts.nameState() == NameState.ELSEWHERE) {
			return WriterState.REPLACED;
		}
		if (facts.heartbeat() == HeaderLayout.HEARTBEAT_CLOSED) {
			return WriterState.CLOSED;
		}
		if (facts.writerLock() == Grant.GRANTED) {
			return WriterState.DEAD;
		}
		if (alive) {
			return WriterState.ACTIVE;
		}
		if (facts.writerLock() == Grant.REFUSED) {
			return WriterState.IDLE;
		}
		return switch (NativeCalls.system().processState(facts.writerPid(), facts.inode())) {
			case EXISTS -> WriterState.IDLE;
			case UNKNOWN -> WriterState.UNKNOWN;
			case ABSENT ->
				(age.compareTo(HeartbeatClock.STILL) >= 0 && facts.stillFor().compareTo(HeartbeatClock.STILL) >= 0)
						? WriterState.PRESUMED_DEAD : WriterState.UNKNOWN;
		};
	}

}
