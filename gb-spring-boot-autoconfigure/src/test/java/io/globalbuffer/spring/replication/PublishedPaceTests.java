// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PublishedPaceTests {

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

}
