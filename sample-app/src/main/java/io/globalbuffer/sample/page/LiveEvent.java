// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.page;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.sample.statistics.PulseStatistics;

/**
 * A server-sent event, ready to be sent to any number of browsers.
 *
 * @param name what it tells: {@code pulse}, {@code statistics}, {@code status} or
 * {@code wave}
 * @param json its data
 */
record LiveEvent(String name, String json) {

	/**
	 * New points of {@code host-pulse}; sent without points too, as a sign of life.
	 *
	 * @param now the time on the clock of the points, in ms
	 * @param ages how long ago, in ms, each signal was heard that fills the page's
	 * numbers, by the name of its event
	 * @param points each as time, lateness in µs, busy share of all CPUs
	 * @param newest the newest sample, {@code null} before the first
	 */
	record PulseData(double now, Map<String, Double> ages, List<double[]> points, LiveSignals.@Nullable Pulse newest) {
	}

	/**
	 * New points of {@code pulse-statistics}.
	 *
	 * @param points each as time, mean lateness in µs, lateness that 99 of 100 did not
	 * exceed
	 * @param newest the newest message
	 */
	record StatisticsData(List<double[]> points, PulseStatistics newest) {
	}

	/**
	 * New points of {@code python-wave}.
	 *
	 * @param points each as time, value, the writer's own time in s
	 */
	record WaveData(List<double[]> points) {
	}

}
