// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.openjdk.jmh.runner.RunnerException;

import io.globalbuffer.benchmarks.speed.Operation.Comparison;

/**
 * Prints how what an operation takes grows with the payload, with the capacity and with
 * the number of rings: tables in Markdown, and a plot.
 * <p>
 * Arguments: how many rounds; how many milliseconds each measurement takes; a regular
 * expression for the benchmarks, which may be empty; the file of the plot.
 */
public final class GrowthTable {

	private static final Set<Operation> OPERATIONS = EnumSet.of(Operation.COPY_IN, Operation.TRANSMIT,
			Operation.WRITE_CONFINED, Operation.WRITE_SHARED, Operation.RESERVE_CONFINED, Operation.RESERVE_SHARED,
			Operation.COPY_OUT, Operation.RECEIVE, Operation.NEXT, Operation.BATCH, Operation.COPY_LATEST,
			Operation.LATEST, Operation.LOOK, Operation.VIEW);

	private final Measurements measurements;

	private final Set<Operation> operations;

	private final PrintStream target;

	private GrowthTable(Measurements measurements, Set<Operation> operations, PrintStream target) {
		this.measurements = measurements;
		this.operations = operations;
		this.target = target;
	}

	public static void main(String[] arguments) throws RunnerException {
		int rounds = Integer.parseInt(arguments[0]);
		Measurements measurements = new Measurements(Integer.parseInt(arguments[1]));
		Set<Operation> operations = SpeedTable.chosen(OPERATIONS, arguments[2]);
		List<Shape> shapes = Stream.of(Growth.values())
			.flatMap((growth) -> growth.shapes().stream())
			.distinct()
			.toList();
		for (int round = 0; round < rounds; round++) {
			for (Shape shape : shapes) {
				for (Operation operation : operations) {
					measurements.measure(operation, shape);
				}
			}
		}
		GrowthTable table = new GrowthTable(measurements, operations, System.out);
		for (Growth growth : Growth.values()) {
			table.printTimes(growth);
			table.printRatios(growth);
		}
		new GrowthPlot(measurements).write(Path.of(arguments[3]));
	}

	private void printTimes(Growth growth) {
		this.target.printf(Locale.ROOT, "%n| ns, %s |%s%n", growth.label(), cells(growth, growth::text));
		this.target.println("|---|" + "---:|".repeat(growth.shapes().size()));
		for (Operation operation : this.operations) {
			this.target.printf(Locale.ROOT, "| %s |%s%n", operation.label(), cells(growth,
					(shape) -> String.format(Locale.ROOT, "%,.1f", this.measurements.nanos(operation, shape))));
		}
	}

	private void printRatios(Growth growth) {
		this.target.printf(Locale.ROOT, "%n| ratios, %s | beside |%s target at %s |%n", growth.label(),
				cells(growth, growth::text), SpeedTable.size(Operation.SMALL));
		this.target.println("|---|---|" + "---|".repeat(growth.shapes().size() + 1));
		for (Operation operation : this.operations) {
			for (Comparison comparison : operation.comparisons(this.operations)) {
				Operation other = comparison.other();
				this.target.printf(Locale.ROOT, "| %s | %s |%s %s |%n", operation.label(), other.label(),
						cells(growth, (shape) -> this.measurements.ratios(operation, other, shape).summary()),
						comparison.limit().isPresent()
								? String.format(Locale.ROOT, "≤ %.2f", comparison.limit().getAsDouble()) : "");
			}
		}
	}

	private static String cells(Growth growth, Function<Shape, String> text) {
		return growth.shapes().stream().map((shape) -> " " + text.apply(shape) + " |").collect(Collectors.joining());
	}

}
