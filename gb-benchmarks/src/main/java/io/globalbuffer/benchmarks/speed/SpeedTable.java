// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.io.PrintStream;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.openjdk.jmh.runner.RunnerException;

import io.globalbuffer.benchmarks.speed.Measurements.Ratios;
import io.globalbuffer.benchmarks.speed.Operation.Comparison;

/**
 * Prints what each operation takes at 256 B and at 1 MiB, beside what it is compared
 * with, and whether that meets its target: a table in Markdown.
 * <p>
 * Arguments: how many rounds; how many milliseconds each measurement takes; a regular
 * expression for the benchmarks, which may be empty. What a chosen one is compared with
 * is measured too.
 */
public final class SpeedTable {

	private static final Map<Shape, Set<Operation>> TABLES = tables();

	private final Measurements measurements;

	private final PrintStream target;

	private SpeedTable(Measurements measurements, PrintStream target) {
		this.measurements = measurements;
		this.target = target;
	}

	private static Map<Shape, Set<Operation>> tables() {
		Map<Shape, Set<Operation>> tables = new LinkedHashMap<>();
		tables.put(Shape.of(Operation.SMALL), EnumSet.allOf(Operation.class));
		tables.put(Shape.of(Operation.LARGE),
				EnumSet.of(Operation.COPY_IN, Operation.TRANSMIT, Operation.WRITE_CONFINED, Operation.WRITE_SEGMENT,
						Operation.RESERVE_SHARED, Operation.COPY_IN_AND_SUM, Operation.WRITE_CHECKED, Operation.RECEIVE,
						Operation.COPY_LATEST, Operation.LATEST, Operation.COPY_OUT_AND_SUM, Operation.LATEST_CHECKED,
						Operation.LOOK, Operation.VIEW));
		return tables;
	}

	public static void main(String[] arguments) throws RunnerException {
		int rounds = Integer.parseInt(arguments[0]);
		Measurements measurements = new Measurements(Integer.parseInt(arguments[1]));
		Map<Shape, Set<Operation>> asked = new LinkedHashMap<>();
		TABLES.forEach((shape, all) -> asked.put(shape, chosen(all, arguments[2])));
		for (int round = 0; round < rounds; round++) {
			for (Map.Entry<Shape, Set<Operation>> table : asked.entrySet()) {
				for (Operation operation : table.getValue()) {
					measurements.measure(operation, table.getKey());
				}
			}
		}
		SpeedTable table = new SpeedTable(measurements, System.out);
		asked.forEach(table::print);
	}

	/** Those whose names match, and what they are compared with. */
	static Set<Operation> chosen(Set<Operation> all, String pattern) {
		Predicate<String> matcher = Pattern.compile(pattern).asPredicate();
		Set<Operation> chosen = EnumSet.noneOf(Operation.class);
		for (Operation operation : all) {
			if (matcher.test(operation.benchmark())) {
				chosen.add(operation);
				operation.comparisons().forEach((comparison) -> chosen.add(comparison.other()));
			}
		}
		chosen.retainAll(all);
		return chosen;
	}

	private void print(Shape shape, Set<Operation> operations) {
		this.target.printf("%n| %s | ns/op | B/op | beside | ratio | in each round | target | |%n",
				size(shape.bytes()));
		this.target.println("|---|---:|---:|---|---:|---|---|---|");
		for (Operation operation : operations) {
			String line = String.format(Locale.ROOT, "| %s | %.1f | %.1f |", operation.label(),
					this.measurements.nanos(operation, shape), this.measurements.bytes(operation, shape));
			List<Comparison> comparisons = operation.comparisons(operations);
			if (comparisons.isEmpty()) {
				this.target.println(line + " | | | | |");
			}
			for (Comparison comparison : comparisons) {
				this.target.println(line + compared(operation, comparison, shape));
				line = "| | | |";
			}
		}
	}

	private String compared(Operation operation, Comparison comparison, Shape shape) {
		Ratios ratios = this.measurements.ratios(operation, comparison.other(), shape);
		String compared = String.format(Locale.ROOT, " %s | %.2f | %s |", comparison.other().label(), ratios.median(),
				ratios);
		if (comparison.limit().isEmpty() || comparison.bytes() != shape.bytes()) {
			return compared + " | |";
		}
		return compared + String.format(Locale.ROOT, " ≤ %.2f | %s |", comparison.limit().getAsDouble(),
				(ratios.median() <= comparison.limit().getAsDouble()) ? "met" : "missed");
	}

	/** A number of bytes as people say it. */
	static String size(int bytes) {
		if (bytes < 1 << 10) {
			return bytes + " B";
		}
		return (bytes < 1 << 20) ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
	}

}
