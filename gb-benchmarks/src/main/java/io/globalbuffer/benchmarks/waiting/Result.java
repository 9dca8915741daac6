// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.waiting;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What was found of a strategy.
 *
 * @param median time from publishing a sample until it is read, in microseconds
 * @param slow the 99 % quantile of that
 * @param processor percent of a core that the reader takes
 * @param switches context switches a second
 */
record Result(double median, double slow, double processor, double switches) {

	static Result of(List<String> answer) {
		return new Result(Double.parseDouble(answer.get(0)) / 1000, Double.parseDouble(answer.get(1)) / 1000,
				Double.parseDouble(answer.get(2)), Double.parseDouble(answer.get(3)));
	}

	static Result median(List<Result> rounds) {
		return new Result(median(rounds, Result::median), median(rounds, Result::slow),
				median(rounds, Result::processor), median(rounds, Result::switches));
	}

	private static double median(List<Result> rounds, ToDoubleFunction<Result> value) {
		return Tables.median(rounds.stream().map(value::applyAsDouble).toList());
	}

}
