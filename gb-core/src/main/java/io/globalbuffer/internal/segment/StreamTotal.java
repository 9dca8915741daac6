// SPDX-License-Identifier: Apache-2.0
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
		// first what the heap may have no room for: what fails is begun again
		Point point = new Point(System.nanoTime(), sum(held));
		this.window.clear();
		this.window.add(point);
		this.beginning = point;
		add(held);
	}

	/** Notes how far a count has moved, and returns the total. */
	synchronized long add(long moved) {
		if (moved != STILL) {
			Optional<Instant> now = Optional.of(Instant.now());
			this.total = sum(moved);
			this.lastChangeSeen = now;
		}
		return this.total;
	}

	/** Notes where the total stands, in regular intervals. */
	synchronized void note() {
		Point point = new Point(System.nanoTime(), this.total);
		if (this.total == this.beginning.total()) {
			// a stream that has just started is not judged by the silence before it
			this.window.clear();
		}
		this.window.add(point);
		while (point.nanos() - this.window.element().nanos() > WINDOW_NANOS) {
			this.window.remove();
		}
	}

	/** A count that falls, or jumps beyond all numbers, was damaged, or begins anew. */
	private long sum(long moved) {
		return Math.max(this.total, this.total + moved);
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
