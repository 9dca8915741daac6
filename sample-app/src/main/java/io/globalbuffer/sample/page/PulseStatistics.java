package io.globalbuffer.sample.page;

import java.util.Arrays;
import java.util.List;

/**
 * What the last minute of {@code host-pulse} was like.
 *
 * @param samples how many there were
 * @param mean the mean lateness of a wake-up, in µs; 0 without samples, as all that
 * follow
 * @param p99 the lateness that 99 of 100 wake-ups stayed below or at, in µs
 * @param max the largest lateness, in µs
 * @param busy the mean busy share of all CPUs, 0 to 1
 */
record PulseStatistics(int samples, double mean, double p99, double max, double busy) {

	private static final double PERCENTILE = 0.99;

	/**
	 * Computes the statistics.
	 * @param points each as time, lateness in µs, busy share
	 * @return the statistics
	 */
	static PulseStatistics of(List<double[]> points) {
		if (points.isEmpty()) {
			return new PulseStatistics(0, 0, 0, 0, 0);
		}
		double[] lateness = points.stream().mapToDouble((point) -> point[1]).sorted().toArray();
		double mean = Arrays.stream(lateness).average().orElse(0);
		double busy = points.stream().mapToDouble((point) -> point[2]).average().orElse(0);
		int rank = (int) Math.ceil(PERCENTILE * lateness.length);
		return new PulseStatistics(lateness.length, mean, lateness[rank - 1], lateness[lateness.length - 1], busy);
	}

}
