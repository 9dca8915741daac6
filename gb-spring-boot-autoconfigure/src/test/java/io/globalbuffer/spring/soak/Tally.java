// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.soak;

import java.util.concurrent.atomic.LongAdder;

import io.globalbuffer.Sample;
import io.globalbuffer.spring.SampleMetadata;

/**
 * What one listener received. Written by its thread, read by any.
 */
final class Tally {

	/** Whether nothing is passed over without being counted as missed. */
	private final boolean gapless;

	private final LongAdder delivered = new LongAdder();

	private final LongAdder torn = new LongAdder();

	private final LongAdder disordered = new LongAdder();

	private int generation = -1;

	private long last;

	private Tally(boolean gapless) {
		this.gapless = gapless;
	}

	static Tally gapless() {
		return new Tally(true);
	}

	/** For a listener that is told to go on with the newest sample. */
	static Tally inOrder() {
		return new Tally(false);
	}

	void count(boolean whole, SampleMetadata metadata) {
		count(whole, metadata.sequence(), metadata.missed(), metadata.generation());
	}

	void count(boolean whole, Sample<?> sample) {
		count(whole, sample.sequence(), sample.missed(), sample.generation());
	}

	private void count(boolean whole, long sequence, long missed, int newGeneration) {
		this.delivered.increment();
		if (!whole) {
			this.torn.increment();
		}
		boolean inOrder = newGeneration > this.generation || (newGeneration == this.generation
				&& (this.gapless ? sequence == this.last + 1 + missed : sequence > this.last));
		if (!inOrder) {
			this.disordered.increment();
		}
		this.generation = newGeneration;
		this.last = sequence;
	}

	long delivered() {
		return this.delivered.sum();
	}

	long torn() {
		return this.torn.sum();
	}

	/** Samples that do not follow the one before them. */
	long disordered() {
		return this.disordered.sum();
	}

}
