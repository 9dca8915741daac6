// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.page;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import io.globalbuffer.sample.ConditionalOnGlobalBuffer;
import io.globalbuffer.sample.host.HostPulse;
import io.globalbuffer.sample.host.HostStatus;
import io.globalbuffer.sample.statistics.PulseStatistics;

/**
 * What the listeners have heard lately: the ground on which the page stands. Times are in
 * ms since this object was created. Safe for use by many threads.
 */
@Component
@Profile("!writer")
@ConditionalOnGlobalBuffer
class LiveSignals {

	/** Some more than the page shows. */
	private static final int SECONDS = 15;

	private static final int PULSES_PER_SECOND = 200;

	private static final int STATISTICS_PER_SECOND = 10;

	private static final int WAVES_PER_SECOND = 50;

	private final long start = System.nanoTime();

	private final SignalHistory pulses = new SignalHistory(SECONDS * PULSES_PER_SECOND);

	private final SignalHistory statistics = new SignalHistory(SECONDS * STATISTICS_PER_SECOND);

	private final SignalHistory waves = new SignalHistory(SECONDS * WAVES_PER_SECOND);

	/** When each was heard last. */
	private final Map<String, Double> heard = new ConcurrentHashMap<>();

	private volatile @Nullable Pulse newestPulse;

	private volatile @Nullable PulseStatistics newestStatistics;

	private volatile @Nullable HostStatus newestStatus;

	/**
	 * Takes in a sample of {@code host-pulse}.
	 * @param values in the order of {@link HostPulse}
	 * @param sequence its number in the stream
	 */
	void addPulse(double[] values, long sequence) {
		double busy = Arrays.stream(values, HostPulse.FIRST_CPU, values.length).average().orElse(0);
		this.pulses.add(now(), round(values[HostPulse.LATENESS], 10), round(busy, 1000));
		this.heard.put("pulse", now());
		this.newestPulse = new Pulse(sequence, Arrays.stream(values).boxed().toList());
	}

	/**
	 * Takes in a message of {@code pulse-statistics}.
	 * @param message the message
	 */
	void addStatistics(PulseStatistics message) {
		this.statistics.add(now(), round(message.mean(), 10), round(message.p99(), 10));
		this.heard.put("statistics", now());
		this.newestStatistics = message;
	}

	/**
	 * Takes in a message of {@code host-status}.
	 * @param status the message
	 */
	void addStatus(HostStatus status) {
		this.heard.put("status", now());
		this.newestStatus = status;
	}

	/**
	 * Takes in a sample of {@code python-wave}.
	 * @param seconds its time on the writer's own clock
	 * @param value its value
	 */
	void addWave(double seconds, double value) {
		this.waves.add(now(), round(value, 10_000), round(seconds, 1000));
	}

	/**
	 * The time on the clock of all points.
	 * @return ms since the start
	 */
	double now() {
		return (double) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.start);
	}

	/**
	 * How long ago each signal was heard.
	 * @return ms by the name of its {@link LiveEvent}; without those never heard
	 */
	Map<String, Double> ages() {
		Map<String, Double> ages = new TreeMap<>();
		this.heard.forEach((name, time) -> ages.put(name, now() - time));
		return ages;
	}

	/**
	 * The points of {@code host-pulse}.
	 * @return each as time, lateness in µs, busy share of all CPUs
	 */
	SignalHistory pulses() {
		return this.pulses;
	}

	/**
	 * The points of {@code pulse-statistics}.
	 * @return each as time, mean lateness in µs, lateness that 99 of 100 did not exceed
	 */
	SignalHistory statistics() {
		return this.statistics;
	}

	/**
	 * The points of {@code python-wave}.
	 * @return each as time, value, the writer's own time in s
	 */
	SignalHistory waves() {
		return this.waves;
	}

	/**
	 * The newest sample of {@code host-pulse}.
	 * @return the sample, {@code null} before the first
	 */
	@Nullable Pulse newestPulse() {
		return this.newestPulse;
	}

	/**
	 * The newest message of {@code pulse-statistics}.
	 * @return the message, {@code null} before the first
	 */
	@Nullable PulseStatistics newestStatistics() {
		return this.newestStatistics;
	}

	/**
	 * The newest message of {@code host-status}.
	 * @return the message, {@code null} before the first
	 */
	@Nullable HostStatus newestStatus() {
		return this.newestStatus;
	}

	private static double round(double value, int steps) {
		// Math.round would turn NaN, which a peer may well write, into 0
		return Double.isFinite(value) ? (double) Math.round(value * steps) / steps : value;
	}

	/**
	 * A sample of {@code host-pulse}.
	 *
	 * @param sequence its number in the stream
	 * @param values in the order of {@link HostPulse}
	 */
	record Pulse(long sequence, List<Double> values) {
	}

}
