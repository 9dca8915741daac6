// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.statistics;

import java.util.Objects;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StatisticsListenerTests {

	@Test
	void everyTwentiethPulseSendsTheStatisticsOfAllUpToIt() {
		StatisticsListener listener = new StatisticsListener();
		assertThat(IntStream.rangeClosed(1, 60)
			.mapToObj((i) -> listener.onPulse(new double[] { i, 0, 0, 0, 0.5 }))
			.filter(Objects::nonNull)).containsExactly(new PulseStatistics(20, 10.5, 20, 20, 0.5),
					new PulseStatistics(40, 20.5, 40, 40, 0.5), new PulseStatistics(60, 30.5, 60, 60, 0.5));
	}

}
