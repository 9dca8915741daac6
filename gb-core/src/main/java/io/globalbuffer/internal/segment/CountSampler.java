// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Adds up how far the count of a segment moves, and how fast. Segments that replace each
 * other have a sampler each, and the same total. Safe for use by many threads.
 */
public final class CountSampler {

	private final StreamTotal stream;

	private long lastCount;

	private long lastChangeNanos = System.nanoTime();

	/**
	 * Creates a sampler with a total of its own.
	 */
	public CountSampler() {
		this(new StreamTotal());
	}

	private CountSampler(StreamTotal stream) {
		this.stream = stream;
	}

	/**
	 * Creates a sampler for another segment of the same stream.
	 * @return a sampler that adds to the total of this one
	 */
	public CountSampler successor() {
		return new CountSampler(this.stream);
	}

	/**
	 * Begins with a segment. What it holds already says nothing of its rate.
	 * @param from the count from which on samples are added
	 * @param count where the count stands
	 */
	public synchronized void begin(long from, long count) {
		this.stream.begin(count - from);
		this.lastCount = from;
		looked(count);
	}

	/**
	 * Notes where the count stands, in regular intervals.
	 * @param count the count
	 */
	synchronized void sample(long count) {
		total(count);
		this.stream.note();
	}

	/**
	 * Adds what was written since the last look.
	 * @param count where the count stands
	 * @return samples in all
	 */
	public synchronized long total(long count) {
		long total = this.stream.add(count - this.lastCount);
		looked(count);
		return total;
	}

	/**
	 * Samples in all, as far as they were added.
	 * @return a number that never falls
	 */
	public long total() {
		return this.stream.add(StreamTotal.STILL);
	}

	/** Where the count stood when it was looked at last. */
	synchronized long lastCount() {
		return this.lastCount;
	}

	/**
	 * Returns how fast the count moves.
	 * @return samples a second; empty if there is less than a second to judge by
	 */
	public OptionalDouble rate() {
		return this.stream.rate();
	}

	/**
	 * When the count was last seen to have moved.
	 * @return the time; empty if it never did
	 */
	public Optional<Instant> lastChangeSeen() {
		return this.stream.lastChangeSeen();
	}

	/**
	 * Returns how long the count of this segment has been seen standing still.
	 * @return a duration
	 */
	public synchronized Duration stillFor() {
		return Duration.ofNanos(System.nanoTime() - this.lastChangeNanos);
	}

	private void looked(long count) {
		if (count != this.lastCount) {
			this.lastCount = count;
			this.lastChangeNanos = System.nanoTime();
		}
	}

}
