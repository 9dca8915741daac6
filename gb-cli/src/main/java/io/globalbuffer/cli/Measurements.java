// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Many numbers, of which percentiles are asked for.
 */
final class Measurements {

	private static final int INITIAL = 1024;

	private static final int MEDIAN = 500;

	private static final int ALL = 1000;

	private long[] numbers = new long[INITIAL];

	private int count;

	private boolean sorted;

	void add(long number) {
		if (this.count == this.numbers.length) {
			this.numbers = Arrays.copyOf(this.numbers, 2 * this.count);
		}
		this.numbers[this.count] = number;
		this.count++;
		this.sorted = false;
	}

	int count() {
		return this.count;
	}

	/**
	 * The smallest number that so many of all do not exceed.
	 * @param perMille how many in a thousand, from 0
	 * @return the number; empty if there is none
	 */
	OptionalLong percentile(int perMille) {
		if (this.count == 0) {
			return OptionalLong.empty();
		}
		if (!this.sorted) {
			Arrays.sort(this.numbers, 0, this.count);
			this.sorted = true;
		}
		long rank = Math.ceilDiv((long) perMille * this.count, ALL);
		return OptionalLong.of(this.numbers[(int) Math.max(0, rank - 1)]);
	}

	/**
	 * How far each number is from the median.
	 */
	Measurements deviations() {
		long median = percentile(MEDIAN).orElse(0);
		Measurements deviations = new Measurements();
		for (int i = 0; i < this.count; i++) {
			deviations.add(Math.abs(this.numbers[i] - median));
		}
		return deviations;
	}

}
