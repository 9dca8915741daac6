// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.statistics;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PulseWindowTests {

	private final PulseWindow window = new PulseWindow(200);

	@Test
	void withoutPulsesAllIsZero() {
		assertThat(this.window.statistics()).isEqualTo(new PulseStatistics(0, 0, 0, 0, 0));
	}

	@Test
	void onePulseIsItsOwnStatistics() {
		add(63, 0.5);
		assertThat(this.window.statistics()).isEqualTo(new PulseStatistics(1, 63, 63, 63, 0.5));
	}

	@Test
	void busyIsTheMeanOfAllCpus() {
		this.window.add(new double[] { 63, 1000, 500, 2, 0.25, 0.75, 1, 0 });
		assertThat(this.window.statistics().busy()).isEqualTo(0.5);
	}

	@Test
	void ninetyNineOfAHundredAreAtMostThePercentile() {
		for (int i = 1; i <= 200; i++) {
			add(201 - i, (i % 2 == 0) ? 1 : 0);
		}
		assertThat(this.window.statistics()).isEqualTo(new PulseStatistics(200, 100.5, 198, 200, 0.5));
	}

	@Test
	void theOldestPulsesLeave() {
		for (int i = 1; i <= 450; i++) {
			add(i, (i <= 250) ? 1 : 0);
		}
		assertThat(this.window.added()).isEqualTo(450);
		assertThat(this.window.statistics()).isEqualTo(new PulseStatistics(200, 350.5, 448, 450, 0));
	}

	private void add(double lateness, double busy) {
		this.window.add(new double[] { lateness, 0, 0, 0, busy });
	}

}
