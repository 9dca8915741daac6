// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.watch;

/**
 * Learns when samples come, and says when to look for the next one. Knows no clock: all
 * times are given to it, in nanoseconds.
 * <p>
 * A sample is known to have come between the look that did not find it and the one that
 * did. From the middle of that follow the gaps and their mean; what no time within it
 * explains is the stream's own deviation. While that is small, and no bursts are about,
 * the next sample is due a mean gap after the last one.
 */
final class ArrivalForecast {

	/** There is nothing to go by: poll. */
	static final long NONE = -1;

	/** How much later than asked for a thread wakes up. */
	private static final long WAKE_UP_NANOS = 60_000;

	/** The longest sleep before a sample is due. */
	private static final long LONGEST_SLEEP_NANOS = 5_000_000;

	/** The shortest and longest pause between looks outside the window. */
	private static final long MIN_PAUSE_NANOS = 50_000;

	private static final long MAX_PAUSE_NANOS = 2_000_000;

	/** Faster streams leave no time to sleep before a sample is due. */
	private static final long MIN_MEAN_NANOS = 600_000;

	/** So many gaps must be known. */
	private static final int MIN_GAPS = 8;

	/** A new gap counts one part in so many of the mean. */
	private static final int WEIGHT = 16;

	/** So many mean deviations make the spread of the gaps. */
	private static final double SPREAD = 4;

	/** The widest spread of a stream with a period, as a share of the mean gap. */
	private static final double MAX_SPREAD = 0.5;

	/** The window at which a period is given up. */
	private static final double MAX_WINDOW = 0.75;

	/** Samples that come sooner, as a share of the mean gap, belong to the last one. */
	private static final double BURST = 0.25;

	/** A burst makes more bursts likely through so many gaps. */
	private static final int BURST_GAPS = 16;

	/** Gaps longer than so many mean gaps are pauses of the writer. */
	private static final int PAUSE = 2;

	/** So many samples in a row that were not expected end a rhythm. */
	private static final int MAX_SURPRISES = 3;

	private final DueWindow window = new DueWindow();

	/** Known gaps, up to those that count. */
	private int gaps;

	private double mean;

	private double deviation;

	/** The shortest time for a sample, of late. */
	private double shortest;

	private int surprises;

	private int burstGaps;

	/** The last sample that ended a gap came after the one time and by the other. */
	private boolean anchored;

	private long anchorAfter;

	private long anchorBy;

	/** The last look that found a sample. */
	private long foundAt;

	private long foundCount;

	/** Whether a look of the present wait is known, and which is the last one. */
	private boolean waiting;

	private long lastLook;

	/** Samples that came before the present wait, while the reader was busy. */
	private long missed;

	/** Whether the present wait goes by what was learned. */
	private boolean expecting;

	/** Whether the present pause began before the window. */
	private boolean early;

	/** The next pause outside the window. */
	private long pause;

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
			this.waiting = true;
			this.missed = (this.anchored && !isSameArrival(now)) ? count - this.foundCount : 0;
			this.expecting = this.anchored && this.gaps >= MIN_GAPS && isPeriodic();
			this.pause = MIN_PAUSE_NANOS;
		}
		this.lastLook = now;
		return this.expecting ? nextPause(due() - now, capacity) : NONE;
	}

	/**
	 * Takes note of a look before its time, that found no sample.
	 * @param now the time of the look
	 * @return after how many nanoseconds to look again at the latest, lest the window is
	 * missed
	 */
	long lookedInVainMeanwhile(long now) {
		this.lastLook = now;
		return (this.expecting && this.early) ? (long) Math.ceil(untilWindow(due() - now)) : Long.MAX_VALUE;
	}

	private boolean isPeriodic() {
		return this.burstGaps == 0 && this.mean >= MIN_MEAN_NANOS && SPREAD * this.deviation <= MAX_SPREAD * this.mean
				&& this.window.width() <= MAX_WINDOW * this.mean;
	}

	private boolean isSameArrival(long now) {
		return this.gaps >= MIN_GAPS && now < anchor() + BURST * this.mean;
	}

	private double anchor() {
		return this.anchorAfter + (this.anchorBy - this.anchorAfter) / 2.0;
	}

	private double due() {
		return anchor() + (1 + this.missed) * this.mean;
	}

	private double untilWindow(double untilDue) {
		return untilDue + this.window.lower() - WAKE_UP_NANOS;
	}

	private long nextPause(double untilDue, long capacity) {
		double untilWindow = untilWindow(untilDue);
		this.early = untilWindow > 0;
		if (!this.early && untilDue + this.window.upper() > 0) {
			this.pause = this.window.step();
			return this.pause;
		}
		long next = this.pause;
		this.pause = Math.min(next + (this.early ? next : next / 2), MAX_PAUSE_NANOS);
		if (this.early) {
			// no more than half the ring is missed, or than polling would miss
			double longest = Math.min(LONGEST_SLEEP_NANOS, this.shortest * capacity / 2);
			next = (long) Math.ceil(Math.min(untilWindow, Math.max(longest, (double) next)));
		}
		return next;
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
		learnShortest(now, count);
		this.foundAt = now;
		this.foundCount = count;
		if (this.anchored && isSameArrival(now)) {
			this.burstGaps = BURST_GAPS;
			return;
		}
		boolean surprising = this.expecting && this.early;
		long after = surprising ? Math.max(this.lastLook, now - this.window.step()) : this.lastLook;
		if (this.anchored) {
			learn(after - this.anchorBy, now - this.anchorAfter, surprising, now > due() + this.window.upper());
		}
		this.anchored = true;
		this.anchorAfter = after;
		this.anchorBy = now;
	}

	private void learnShortest(long now, long count) {
		if (this.anchored) {
			double each = (double) (now - this.foundAt) / Math.max(1, count - this.foundCount);
			double longer = this.shortest + (each - this.shortest) / (WEIGHT * WEIGHT);
			this.shortest = (this.gaps == 0) ? each : Math.min(each, longer);
		}
	}

	private void learn(long shortestGap, long longestGap, boolean early, boolean late) {
		boolean paused = this.gaps >= MIN_GAPS && shortestGap > (PAUSE + this.missed) * this.mean;
		this.burstGaps = Math.max(0, this.burstGaps - 1);
		this.surprises = (paused || early) ? this.surprises + 1 : 0;
		if (this.surprises == MAX_SURPRISES) {
			forget();
		}
		else if (!paused) {
			learnGap(shortestGap, longestGap);
			if (this.expecting) {
				this.window.arrived(early, late);
			}
			else {
				double uncertain = (longestGap - shortestGap) / 2.0;
				this.window.open(Math.min(MAX_SPREAD * this.mean, SPREAD * this.deviation + 2 * uncertain) / 2);
			}
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
