// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PublishedPaceTests {

	private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

	private final PublishedPace pace = new PublishedPace();

	@Test
	void theFirstSampleIsDue() {
		assertThat(this.pace.untilDue(1000, 5)).isZero();
	}

	@Test
	void theNextOneIsDueAfterTheInterval() {
		this.pace.untilDue(1000, 5);
		assertThat(this.pace.untilDue(1100, 25)).isEqualTo(80);
		assertThat(this.pace.untilDue(1100, 105)).isZero();
	}

	@Test
	void oneThatWasLateMakesNoOtherLate() {
		this.pace.untilDue(1000, 5);
		assertThat(this.pace.untilDue(1100, 205)).isEqualTo(-100);
		assertThat(this.pace.untilDue(1300, 205)).isEqualTo(100);
	}

	@Test
	void orderGoesBeforeTime() {
		this.pace.untilDue(1000, 5);
		assertThat(this.pace.untilDue(1100, 5)).isEqualTo(100);
		assertThat(this.pace.untilDue(900, 5)).isEqualTo(100);
	}

	@Test
	void aLongPauseIsOneOfAMinute() {
		this.pace.untilDue(0, 5);
		assertThat(this.pace.untilDue(TimeUnit.DAYS.toNanos(1), 5)).isEqualTo(MINUTE);
		assertThat(this.pace.untilDue(TimeUnit.DAYS.toNanos(1), MINUTE)).isEqualTo(5);
		assertThat(this.pace.untilDue(TimeUnit.DAYS.toNanos(1) + 7, MINUTE + 5)).isEqualTo(7);
	}

	@Test
	void aClockThatIsSetBackByMuchHoldsNothingUp() {
		this.pace.untilDue(TimeUnit.DAYS.toNanos(1), 5);
		assertThat(this.pace.untilDue(1000, 10)).isZero();
		assertThat(this.pace.untilDue(1100, 10)).isEqualTo(100);
	}

}
