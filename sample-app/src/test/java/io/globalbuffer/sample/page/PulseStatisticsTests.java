package io.globalbuffer.sample.page;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PulseStatisticsTests {

	@Test
	void withoutPointsAllIsZero() {
		assertThat(PulseStatistics.of(List.of())).isEqualTo(new PulseStatistics(0, 0, 0, 0, 0));
	}

	@Test
	void onePointIsItsOwnStatistics() {
		assertThat(PulseStatistics.of(List.of(new double[] { 5, 63, 0.5 })))
			.isEqualTo(new PulseStatistics(1, 63, 63, 63, 0.5));
	}

	@Test
	void ninetyNineOfAHundredAreAtMostThePercentile() {
		List<double[]> points = IntStream.rangeClosed(1, 200)
			.mapToObj((i) -> new double[] { i, 201 - i, (i % 2 == 0) ? 1 : 0 })
			.toList();
		assertThat(PulseStatistics.of(points)).isEqualTo(new PulseStatistics(200, 100.5, 198, 200, 0.5));
	}

}
