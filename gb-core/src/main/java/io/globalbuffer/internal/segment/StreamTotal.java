package io.globalbuffer.internal.segment;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * How many samples of a stream were seen, across the segments that replace each other,
 * and how fast they come. Safe for use by many threads.
 */
final class StreamTotal {

	/** A count that has not moved. */
	static final long STILL = 0;

	private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);

	private static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(1);

	private record Point(long nanos, long total) {
	}

	private final ArrayDeque<Point> window = new ArrayDeque<>();

	private long total;

	private Optional<Instant> lastChangeSeen = Optional.empty();

	private Point beginning = new Point(System.nanoTime(), 0);

	/** Begins to judge anew, with what a segment holds already. */
	synchronized void begin(long held) {
		add(held);
		this.beginning = new Point(System.nanoTime(), this.total);
		this.window.clear();
		this.window.add(this.beginning);
	}

	/** Notes how far a count has moved, in regular intervals. */
	synchronized void sample(long moved) {
		boolean silent = this.total == this.beginning.total();
		add(moved);
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

	/** Notes how far a count has moved, and returns the total. */
	synchronized long add(long moved) {
		if (moved != STILL) {
			// one that falls, or jumps beyond all numbers, was damaged, or begins anew
			this.total = Math.max(this.total, this.total + moved);
			this.lastChangeSeen = Optional.of(Instant.now());
		}
		return this.total;
	}

	/** Samples a second; empty if there is less than a second to judge by. */
	synchronized OptionalDouble rate() {
		Point first = (this.total == this.beginning.total()) ? this.beginning : this.window.element();
		long elapsed = System.nanoTime() - first.nanos();
		if (elapsed < SHORTEST_NANOS) {
			return OptionalDouble.empty();
		}
		return OptionalDouble.of((this.total - first.total()) * 1e9 / elapsed);
	}

	/** When a count was last seen to have moved; empty if none ever was. */
	synchronized Optional<Instant> lastChangeSeen() {
		return this.lastChangeSeen;
	}

}
