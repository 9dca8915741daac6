// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.page;

import java.util.ArrayList;
import java.util.List;

/**
 * The newest points of a signal that has two values. Points are numbered from 0; the
 * oldest make room for new ones. Safe for use by many threads.
 */
final class SignalHistory {

	private final double[] milliseconds;

	private final double[] first;

	private final double[] second;

	private long end;

	/**
	 * Creates an empty history.
	 * @param capacity how many points it keeps
	 */
	SignalHistory(int capacity) {
		this.milliseconds = new double[capacity];
		this.first = new double[capacity];
		this.second = new double[capacity];
	}

	/**
	 * Adds a point.
	 * @param millisecond when, in ms since a moment of the caller's choice
	 * @param firstValue the first value
	 * @param secondValue the second value
	 */
	synchronized void add(double millisecond, double firstValue, double secondValue) {
		int index = index(this.end++);
		this.milliseconds[index] = millisecond;
		this.first[index] = firstValue;
		this.second[index] = secondValue;
	}

	/**
	 * The number the next point will have.
	 * @return how many points were ever added
	 */
	synchronized long end() {
		return this.end;
	}

	/**
	 * The points of some numbers, oldest first.
	 * @param start the number of the first one; points that made room are left out
	 * @param end the number behind the last one, at most {@link #end()}
	 * @return each point as its time and its two values
	 */
	synchronized List<double[]> between(long start, long end) {
		long from = Math.max(start, this.end - this.first.length);
		List<double[]> points = new ArrayList<>((int) Math.max(0, end - from));
		for (long position = from; position < end; position++) {
			int index = index(position);
			points.add(new double[] { this.milliseconds[index], this.first[index], this.second[index] });
		}
		return points;
	}

	/**
	 * The points since a moment, oldest first.
	 * @param millisecond the moment
	 * @param end the number behind the last one, at most {@link #end()}
	 * @return each point as its time and its two values
	 */
	synchronized List<double[]> since(double millisecond, long end) {
		long start = end;
		long oldest = Math.max(0, this.end - this.first.length);
		while (start > oldest && this.milliseconds[index(start - 1)] >= millisecond) {
			start--;
		}
		return between(start, end);
	}

	private int index(long position) {
		return (int) (position % this.first.length);
	}

}
