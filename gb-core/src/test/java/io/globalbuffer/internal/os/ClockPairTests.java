// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.time.Duration;
import java.time.Instant;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClockPairTests {

	private static final Instant BEGINNING = Instant.parse("2024-02-29T12:00:00Z");

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	@Test
	void bothAreReadAgainWhereTheThreadWasPutAsideBetweenThem() {
		// a second before the wall clock is read, then a second after it, then at once
		ClockPair pair = read(0, SECOND, SECOND, SECOND, SECOND, 2 * SECOND, 3 * SECOND, 3 * SECOND + 50,
				3 * SECOND + 100);
		assertThat(pair).isEqualTo(new ClockPair(3 * SECOND + 50, BEGINNING.plusNanos(3 * SECOND + 50)));
		assertThat(pair.at(SECOND)).isEqualTo(BEGINNING.plusSeconds(1));
		assertThat(pair.at(4 * SECOND)).isEqualTo(BEGINNING.plusSeconds(4));
	}

	@Test
	void theNearestCountsIfTheThreadIsPutAsideEachTime() {
		PrimitiveIterator.OfLong time = LongStream.iterate(0, (last) -> last + SECOND).iterator();
		ClockPair pair = ClockPair.now(time::nextLong, () -> BEGINNING.plusNanos(time.nextLong()));
		assertThat(pair.at(0)).isEqualTo(BEGINNING);
	}

	@Test
	void theClocksAreThoseOfTheMachine() {
		Instant before = Instant.now();
		long time = System.nanoTime();
		Instant moment = ClockPair.now().at(time);
		assertThat(moment).isBetween(before.minusSeconds(60), Instant.now().plusSeconds(60));
	}

	/** Clocks that agree, and are read at these times: monotonic, wall, monotonic. */
	private static ClockPair read(long... times) {
		PrimitiveIterator.OfLong time = LongStream.of(times).iterator();
		return ClockPair.now(time::nextLong, () -> BEGINNING.plusNanos(time.nextLong()));
	}

}
