// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.util.function.ToDoubleFunction;

/**
 * A figure that keeps its last value while it is not known: a backend drops a series that
 * is not a number, or takes a counter for one that began again.
 *
 * @param <T> what the figure is of
 */
final class LastKnown<T> implements ToDoubleFunction<T> {

	private final ToDoubleFunction<T> figure;

	private volatile double last;

	/**
	 * Creates a figure.
	 * @param figure not a number where it is not known
	 * @param first the value until it is known for the first time
	 */
	LastKnown(ToDoubleFunction<T> figure, double first) {
		this.figure = figure;
		this.last = first;
	}

	@Override
	public double applyAsDouble(T source) {
		double value = this.figure.applyAsDouble(source);
		if (Double.isNaN(value)) {
			return this.last;
		}
		this.last = value;
		return value;
	}

}
