package io.globalbuffer.internal.segment;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Adds up how far the count of a stream moves, across the segments that replace each
 * other, and how fast. Safe for use by many threads.
 */
public final class CountSampler {

	private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(1);

	private record Point(long nanos, long total) {
	}

	private final ArrayDeque<Point> window = new ArrayDeque<>();

	private long lastCount;

	private long total;

	private Optional<Instant> lastChangeSeen = Optional.empty();

	private long lastChangeNanos = System.nanoTime();

	private Point beginning = new Point(System.nanoTime(), 0);

	/**
	 * Begins with a segment. What it holds already says nothing of its rate.
	 * @param from the count from which on samples are added
	 * @param count where the count stands
	 */
	public synchronized void begin(long from, long count) {
		this.lastCount = from;
		add(count);
		this.beginning = new Point(System.nanoTime(), this.total);
		this.window.clear();
		this.window.add(this.beginning);
	}

	/**
	 * Notes where the count stands, in regular intervals.
	 * @param count the count
	 */
	synchronized void sample(long count) {
		boolean silent = this.total == this.beginning.total();
		add(count);
		long now = System.nanoTime();
		// first: the heap may be full
		Point point = new Point(now, this.total);
		if (silent) {
			// a stream that has just started is not judged by the silence before it
			this.window.clear();
		}
		this.window.add(point);
		while (now - this.window.element().nanos() > WINDOW_NANOS) {
			this.window.remove();
		}
	}

	/**
	 * Adds what was written since the last look.
	 * @param count where the count stands
	 * @return samples in all
	 */
	public synchronized long total(long count) {
		add(count);
		return this.total;
	}

	/**
	 * Samples in all, as far as they were added.
	 * @return a number that never falls
	 */
	public synchronized long total() {
		return this.total;
	}

	/** Where the count stood when it was looked at last. */
	synchronized long lastCount() {
		return this.lastCount;
	}

	/**
	 * How fast the count moves.
	 * @return samples a second; empty if there is less than a second to judge by
	 */
	public synchronized OptionalDouble rate() {
		Point first = (this.total == this.beginning.total()) ? this.beginning : this.window.element();
		long elapsed = System.nanoTime() - first.nanos();
		if (elapsed < SHORTEST_NANOS) {
			return OptionalDouble.empty();
		}
		return OptionalDouble.of((this.total - first.total()) * 1e9 / elapsed);
	}

	/**
	 * When the count was last seen to have moved.
	 * @return the time; empty if it never did
	 */
	public synchronized Optional<Instant> lastChangeSeen() {
		return this.lastChangeSeen;
	}

	/**
	 * How long the count has been seen standing still.
	 * @return a duration
	 */
	public synchronized Duration stillFor() {
		return Duration.ofNanos(System.nanoTime() - this.lastChangeNanos);
	}

	private void add(long count) {
		if (count != this.lastCount) {
			// one that falls, or jumps beyond all numbers, was damaged, or begins anew
			this.total = Math.max(this.total, this.total + (count - this.lastCount));
			this.lastCount = count;
			this.lastChangeNanos = System.nanoTime();
			this.lastChangeSeen = Optional.of(Instant.now());
		}
	}

}
