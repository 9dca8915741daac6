// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The stamps of heartbeats. W-6, cases 107 and 110.
 */
class HeartbeatClockTests {

	private static final long LIMIT = TimeUnit.MINUTES.toNanos(1);

	@Test
	void aStampIsTheWallClock() {
		assertThat(HeartbeatClock.stamp(0)).isBetween(wallClock() - LIMIT, wallClock() + LIMIT);
		assertThat(HeartbeatClock.ageNanos(HeartbeatClock.stamp(0))).isBetween(-LIMIT, LIMIT);
	}

	/** A clock that was set back a little: readers see no time go backwards. */
	@Test
	void afterAShortStepBackTheLastStampStays() {
		long last = wallClock() + Duration.ofMillis(1500).toNanos();
		assertThat(HeartbeatClock.stamp(last)).isEqualTo(last);
	}

	/** A stamp far in the future would let a dead writer live until time catches up. */
	@Test
	void afterALongStepBackTheStampFollows() {
		long last = wallClock() + Duration.ofHours(1).toNanos();
		assertThat(HeartbeatClock.stamp(last)).isLessThan(last - TimeUnit.MINUTES.toNanos(58));
	}

	@Test
	void afterAStepForwardTheStampFollows() {
		long last = wallClock() - Duration.ofHours(1).toNanos();
		assertThat(HeartbeatClock.stamp(last)).isGreaterThan(last + TimeUnit.MINUTES.toNanos(58));
	}

	@Test
	void bothClocksAreToldApart() {
		assertThat(HeartbeatClock.ageNanos(System.nanoTime() - 5_000_000_000L)).isBetween(5_000_000_000L,
				5_000_000_000L + LIMIT);
		assertThat(HeartbeatClock.ageNanos(wallClock() - 5_000_000_000L)).isBetween(4_000_000_000L,
				5_000_000_000L + LIMIT);
	}

	@Test
	void aStampIsAMomentByEitherClock() {
		Instant now = Instant.now();
		long stamp = wallClock();
		assertThat(HeartbeatClock.moment(stamp)).isEqualTo(Instant.ofEpochSecond(0, stamp));
		assertThat(HeartbeatClock.moment(System.nanoTime() - 5_000_000_000L))
			.isBetween(now.minusSeconds(5).minusNanos(LIMIT), now.minusSeconds(5).plusNanos(LIMIT));
	}

	@Test
	void neverAndClosedAreNoTimes() {
		assertThat(HeartbeatClock.isStamp(0)).isFalse();
		assertThat(HeartbeatClock.isStamp(1)).isFalse();
		assertThat(HeartbeatClock.isStamp(wallClock())).isTrue();
	}

	/** By either clock: a golden segment of a machine that was up for longer, too. */
	@Test
	void whatLiesFarInTheFutureIsOfAClockThatWasSetBack() {
		Duration timeout = Duration.ofSeconds(30);
		for (long now : new long[] { wallClock(), System.nanoTime() }) {
			assertThat(HeartbeatClock.isFresh(now, timeout)).isTrue();
			assertThat(HeartbeatClock.isFresh(now + Duration.ofMinutes(2).toNanos(), timeout)).isFalse();
			assertThat(HeartbeatClock.isFresh(now - Duration.ofMinutes(2).toNanos(), timeout)).isFalse();
		}
		assertThat(HeartbeatClock.isFresh(0, timeout)).isFalse();
		assertThat(HeartbeatClock.isFresh(1, timeout)).isFalse();
	}

	private static long wallClock() {
		return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
	}

}
