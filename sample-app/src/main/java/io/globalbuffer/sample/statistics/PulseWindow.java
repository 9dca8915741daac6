// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.statistics;

import java.util.Arrays;

import io.globalbuffer.sample.host.HostPulse;

/**
 * The last few pulses, of which statistics can be made at any time. For one thread.
 */
final class PulseWindow {

	private static final double PERCENTILE = 0.99;

	private final double[] lateness;

	private final double[] busy;

	private long added;

	/**
	 * Creates an empty window.
	 * @param length how many pulses it holds
	 */
	PulseWindow(int length) {
		this.lateness = new double[length];
		this.busy = new double[length];
	}

	/**
	 * Takes in a pulse; the oldest one leaves a window that is full.
	 * @param pulse the values, in the order of {@link HostPulse}; not kept
	 */
	void add(double[] pulse) {
		int index = (int) (this.added++ % this.lateness.length);
		this.lateness[index] = pulse[HostPulse.LATENESS];
		this.busy[index] = Arrays.stream(pulse, HostPulse.FIRST_CPU, pulse.length).average().orElse(0);
	}

	/**
	 * How many pulses were ever added.
	 * @return the number
	 */
	long added() {
		return this.added;
	}

	/**
	 * The statistics of the pulses in the window.
	 * @return the statistics, all zero while it is empty
	 */
	PulseStatistics statistics() {
		int samples = (int) Math.min(this.added, this.lateness.length);
		if (samples == 0) {
			return new PulseStatistics(0, 0, 0, 0, 0);
		}
		double[] sorted = Arrays.copyOf(this.lateness, samples);
		Arrays.sort(sorted);
		double mean = Arrays.stream(sorted).average().orElse(0);
		int rank = (int) Math.ceil(PERCENTILE * samples);
		double meanBusy = Arrays.stream(this.busy, 0, samples).average().orElse(0);
		return new PulseStatistics(samples, mean, sorted[rank - 1], sorted[samples - 1], meanBusy);
	}

}
