// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Numbers of samples, written as ranges. Keeps so many ranges, and counts the rest.
 */
final class SequenceRanges {

	private static final int MOST = 50;

	private final List<Range> ranges = new ArrayList<>();

	private long unnamed;

	/** Adds a number, unless it is the last one again. */
	void add(long sequence) {
		if (!this.ranges.isEmpty() && this.ranges.getLast().last() == sequence) {
			return;
		}
		if (!this.ranges.isEmpty() && this.ranges.getLast().last() + 1 == sequence) {
			this.ranges.add(new Range(this.ranges.removeLast().first(), sequence));
		}
		else if (this.ranges.size() < MOST) {
			this.ranges.add(new Range(sequence, sequence));
		}
		else {
			this.unnamed++;
		}
	}

	/**
	 * The numbers, for messages to people.
	 * @return for example {@code samples 3, 8 to 48}; {@code a sample} if there are none
	 */
	@Override
	public String toString() {
		if (this.ranges.isEmpty()) {
			return "a sample";
		}
		boolean one = this.ranges.size() == 1 && this.ranges.getFirst().isOne();
		return (one ? "sample " : "samples ")
				+ this.ranges.stream().map(Range::toString).collect(Collectors.joining(", "))
				+ ((this.unnamed > 0) ? " and " + this.unnamed + " more" : "");
	}

	private record Range(long first, long last) {

		boolean isOne() {
			return this.first == this.last;
		}

		@Override
		public String toString() {
			return isOne() ? Long.toString(this.first) : this.first + " to " + this.last;
		}

	}

}
