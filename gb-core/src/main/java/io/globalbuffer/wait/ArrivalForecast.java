// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

/**
 * Learns when samples come, and says when to look for the next one. Knows no clock: all
 * times are given to it, in nanoseconds.
 * <p>
 * A sample is known to have come between the look that did not find it and the one that
 * did. From the middle of that follow the gaps and their mean; what no time within it
 * explains is the stream's own deviation. While that is small, the next sample is due a
 * mean gap after the last one. Looks begin so early that 3 % of the samples are there
 * before the first one, and are close together until 97 % have come.
 */
final class ArrivalForecast {

	/** There is nothing to go by: poll. */
	static final long NONE = -1;

	/** How much later than asked for a thread wakes up. */
	private static final long WAKE_UP_NANOS = 60_000;

	/** The longest sleep while nothing is due. */
	private static final long LONGEST_SLEEP_NANOS = 5_000_000;

	/** The pauses between looks while a sample is due. */
	private static final long MIN_STEP_NANOS = 50_000;

	private static final long MAX_STEP_NANOS = 500_000;

	/** The longest pause between looks for a sample that is late. */
	private static final long MAX_LATE_STEP_NANOS = 2_000_000;

	/** Looks while a sample is due, and the most of them. */
	private static final int STEPS = 8;

	private static final int MAX_STEPS = 16;

	/** With more looks than that polling would cost less. */
	private static final long MAX_WIDE_STEP_NANOS = 1_500_000;

	/** Faster streams leave no time to sleep before a sample is due. */
	private static final long MIN_MEAN_NANOS = 600_000;

	/** So many gaps must be known. */
	private static final int MIN_GAPS = 8;

	/** A new gap counts one part in so many of the mean. */
	private static final int WEIGHT = 16;

	/** So many times the deviation make the spread. */
	private static final int SPREAD = 4;

	private static final double QUANTILE = 0.03;

	/** So many samples in a row that were not expected end a rhythm. */
	private static final int MAX_SURPRISES = 3;

	/** After a burst the next one is looked out for through so many gaps. */
	private static final int BURST_GAPS = 16;

	/** Known gaps, up to those that count. */
	private int gaps;

	/** What a gap takes, its mean deviation, and the shortest time for one sample. */
	private double mean;

	private double deviation;

	private double shortest;

	/** By how much samples miss the time they are due at: two quantiles. */
	private double lower;

	private double upper;

	private int surprises;

	private int burstGaps;

	/** The last sample that began a gap came after the one time and by the other. */
	private boolean anchored;

	private long anchorAfter;

	private long anchorBy;

	/** Of the last look that found a sample. */
	private long foundAt;

	private long foundCount;

	/** Of the present wait: its last look, and what was found before it. */
	private boolean waiting;

	private long lastLook;

	private long missed;

	/** Whether the present wait goes by what was learned. */
	private boolean expecting;

	/** Whether the present pause began before a sample is due. */
	private boolean early;

	private long step;

	/** Forgets all: another writer, another rhythm. */
	void forget() {
		this.gaps = 0;
		this.surprises = 0;
		this.burstGaps = 0;
		this.anchored = false;
		this.expecting = false;
	}

	/** Begins a new wait. */
	void begin() {
		this.waiting = false;
	}

	/**
	 * Takes note of a look that found no sample, and says when to look again.
	 * @param now the time of the look
	 * @param count samples committed so far
	 * @param capacity samples the ring keeps
	 * @return a pause in nanoseconds, or {@link #NONE}
	 */
	long lookedInVain(long now, long count, long capacity) {
		if (this.anchored && (count < this.foundCount || now < this.lastLook)) {
			forget();
		}
		if (!this.waiting) {
			beginWait(now, count);
		}
		this.lastLook = now;
		return this.expecting ? pause(now, capacity) : NONE;
	}

	private void beginWait(long now, long count) {
		this.waiting = true;
		this.missed = (this.anchored && !isSameArrival(now)) ? count - this.foundCount : 0;
		this.expecting = this.anchored && this.gaps >= MIN_GAPS && this.burstGaps == 0 && this.mean >= MIN_MEAN_NANOS
				&& SPREAD * this.deviation <= this.mean / 2 && this.upper - this.lower <= 3 * this.mean / 4;
		this.step = MIN_STEP_NANOS;
	}

	/** Samples in a burst are one arrival. */
	private boolean isSameArrival(long now) {
		return this.gaps >= MIN_GAPS && now < anchor() + this.mean / 4;
	}

	private long pause(long now, long capacity) {
		double untilDue = due() - now;
		double untilFirst = untilDue + this.lower - WAKE_UP_NANOS;
		this.early = untilFirst > 0;
		if (this.early) {
			long ladder = this.step;
			this.step = Math.min(2 * ladder, MAX_LATE_STEP_NANOS);
			double longest = Math.min(LONGEST_SLEEP_NANOS, this.shortest * capacity / 2);
			return (long) Math.ceil(Math.min(untilFirst, Math.max(longest, ladder)));
		}
		if (untilDue + this.upper > 0) {
			this.step = stepWhileDue();
			return this.step;
		}
		long late = this.step;
		this.step = Math.min(late + late / 2, MAX_LATE_STEP_NANOS);
		return late;
	}

	private double anchor() {
		return this.anchorAfter + (this.anchorBy - this.anchorAfter) / 2.0;
	}

	private double due() {
		return anchor() + (1 + this.missed) * this.mean;
	}

	private long stepWhileDue() {
		long spread = (long) (this.upper - this.lower);
		long step = Math.clamp(spread / STEPS, MIN_STEP_NANOS, MAX_STEP_NANOS);
		return Math.clamp(spread / MAX_STEPS, step, MAX_WIDE_STEP_NANOS);
	}

	/**
	 * Takes note of a look that found a sample.
	 * @param now the time of the look
	 * @param count samples committed so far
	 */
	void arrived(long now, long count) {
		if (!this.waiting) {
			// it was there already, since when is not known
			return;
		}
		this.waiting = false;
		if (this.anchored) {
			double perSample = (double) (now - this.foundAt) / Math.max(1, count - this.foundCount);
			this.shortest = (this.gaps == 0) ? perSample
					: Math.min(perSample, this.shortest + (perSample - this.shortest) / (WEIGHT * WEIGHT));
		}
		this.foundAt = now;
		this.foundCount = count;
		if (this.anchored && isSameArrival(now)) {
			this.burstGaps = BURST_GAPS;
			return;
		}
		long after = (this.expecting && this.early) ? Math.max(this.lastLook, now - stepWhileDue()) : this.lastLook;
		if (this.anchored) {
			learn(after, now);
		}
		this.anchored = true;
		this.anchorAfter = after;
		this.anchorBy = now;
	}

	private void learn(long after, long by) {
		this.burstGaps = Math.max(0, this.burstGaps - 1);
		long shortestGap = after - this.anchorBy;
		long longestGap = by - this.anchorAfter;
		boolean pause = this.gaps >= MIN_GAPS && shortestGap > (2 + this.missed) * this.mean;
		boolean surprise = pause || (this.expecting && this.early);
		this.surprises = surprise ? this.surprises + 1 : 0;
		if (this.surprises == MAX_SURPRISES) {
			forget();
		}
		else if (!pause) {
			if (this.expecting) {
				moveQuantiles(by);
			}
			learnGap(shortestGap, longestGap);
			if (!this.expecting) {
				// too wide: it narrows by itself
				this.upper = Math.min(this.mean / 4, SPREAD / 2 * this.deviation + (longestGap - shortestGap) / 2);
				this.lower = -this.upper;
			}
		}
	}

	private void moveQuantiles(long now) {
		double by = Math.max(this.upper - this.lower, MIN_STEP_NANOS) / 4;
		boolean late = now > due() + this.upper;
		this.lower += by * (this.early ? QUANTILE - 1 : QUANTILE);
		this.upper -= by * (late ? QUANTILE - 1 : QUANTILE);
		if (this.upper < this.lower) {
			this.upper = (this.upper + this.lower) / 2;
			this.lower = this.upper;
		}
	}

	private void learnGap(long shortestGap, long longestGap) {
		long samples = 1 + this.missed;
		double gap = (shortestGap + longestGap) / 2.0 / samples;
		this.gaps = Math.min(this.gaps + 1, WEIGHT);
		if (this.gaps == 1) {
			this.mean = gap;
			this.deviation = 0;
		}
		this.mean += (gap - this.mean) / this.gaps;
		double expected = samples * this.mean;
		double unexplained = Math.max(0, Math.max(shortestGap - expected, expected - longestGap));
		this.deviation += (unexplained - this.deviation) / this.gaps;
	}

}
