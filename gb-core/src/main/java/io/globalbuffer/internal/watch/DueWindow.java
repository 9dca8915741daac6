// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.watch;

/**
 * When samples come, as seen from the time each is due at: from the 3 % quantile to the
 * 97 % quantile. Both follow from whether samples come before, within or after: each time
 * an edge is on the wrong side of a sample, it moves as far as it moves back while it is
 * right in the time that 3 % of the samples allow.
 */
final class DueWindow {

	private static final double QUANTILE = 0.03;

	/** What share of the width an edge moves by. */
	private static final double MOVE = 0.25;

	/** Pauses between looks. A width of nothing moves as if it were of one. */
	private static final long MIN_STEP_NANOS = 50_000;

	private static final long MAX_STEP_NANOS = 500_000;

	private static final int STEPS = 8;

	/** Polling would cost less than more looks, or looks further apart give. */
	private static final int MAX_STEPS = 16;

	private static final long MAX_WIDE_STEP_NANOS = 1_500_000;

	private double lower;

	private double upper;

	/**
	 * Begins with a width, which narrows by itself if it is too much.
	 * @param half from when a sample is due to each edge, in nanoseconds
	 */
	void open(double half) {
		this.lower = -half;
		this.upper = half;
	}

	/**
	 * Learns when a sample came.
	 * @param early whether that was before the window
	 * @param late whether that was after the window
	 */
	void arrived(boolean early, boolean late) {
		double move = MOVE * Math.max(width(), MIN_STEP_NANOS);
		this.lower += move * (early ? QUANTILE - 1 : QUANTILE);
		this.upper -= move * (late ? QUANTILE - 1 : QUANTILE);
		if (this.upper < this.lower) {
			this.upper = (this.upper + this.lower) / 2;
			this.lower = this.upper;
		}
	}

	double lower() {
		return this.lower;
	}

	double upper() {
		return this.upper;
	}

	double width() {
		return this.upper - this.lower;
	}

	/**
	 * Returns how long to pause between looks within the window.
	 * @return a pause in nanoseconds
	 */
	long step() {
		long width = (long) width();
		long step = Math.clamp(width / STEPS, MIN_STEP_NANOS, MAX_STEP_NANOS);
		return Math.clamp(width / MAX_STEPS, step, MAX_WIDE_STEP_NANOS);
	}

}
