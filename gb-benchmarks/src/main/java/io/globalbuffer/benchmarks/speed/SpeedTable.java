// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks and prints a table. JMH runs all forks of one benchmark before the
 * next; on a machine that others use too, that compares different minutes. This runs each
 * benchmark in a short fork of its own, one after the other, and that several times, and
 * compares within such a round only. Of a fork the fastest of many short iterations
 * counts, the one that nobody else's work came between. The ratio printed is the median
 * over the rounds.
 * <p>
 * Arguments: how many rounds, 3 unless given; a regular expression for the benchmarks,
 * all unless given.
 */
public final class SpeedTable {

	private static final int ROUNDS = 3;

	private static final int WARM_UPS = 10;

	private static final TimeValue WARM_UP = TimeValue.milliseconds(100);

	private static final int ITERATIONS = 100;

	private static final TimeValue ITERATION = TimeValue.milliseconds(10);

	private static final String ALLOCATION = "gc.alloc.rate.norm";

	/** In each group the first is the one the others are compared with. */
	private static final List<List<String>> GROUPS = List.of(
			List.of("WriteBenchmark.smallCopy", "WriteBenchmark.smallConfined", "WriteBenchmark.smallShared",
					"WriteBenchmark.smallSegment", "WriteBenchmark.smallAgrona", "ReserveBenchmark.smallShared",
					"ReserveBenchmark.largeShared"),
			List.of("WriteBenchmark.smallSilentRing", "WriteBenchmark.smallWakingRing"),
			List.of("WriteBenchmark.largeCopy", "WriteBenchmark.largeConfined", "WriteBenchmark.largeSegment"),
			List.of("LatestBenchmark.smallCopy", "LatestBenchmark.smallInto"),
			List.of("ViewBenchmark.smallBare", "ViewBenchmark.smallView", "ViewBenchmark.largeBare",
					"ViewBenchmark.largeView"),
			List.of("NextBenchmark.smallCopy", "NextBenchmark.smallInto", "NextBenchmark.smallResumed",
					"NextBenchmark.smallBatch", "NextBenchmark.smallAgrona"),
			List.of("DescribedBenchmark.smallPlain", "DescribedBenchmark.smallTimed", "DescribedBenchmark.smallTraced",
					"DescribedBenchmark.smallChecked"),
			List.of("DescribedBenchmark.largePlain", "DescribedBenchmark.largeChecked"),
			List.of("DescribedBenchmark.smallRead", "DescribedBenchmark.smallCheckedRead"),
			List.of("DescribedBenchmark.largeRead", "DescribedBenchmark.largeCheckedRead"),
			List.of("MessageBenchmark.libraryRoundTrip", "MessageBenchmark.roundTrip"));

	private final Map<String, List<Measurement>> measurements = new LinkedHashMap<>();

	private SpeedTable() {
	}

	public static void main(String[] arguments) throws RunnerException {
		int rounds = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : ROUNDS;
		String pattern = (arguments.length > 1) ? arguments[1] : "";
		List<List<String>> groups = GROUPS.stream()
			.map((group) -> group.stream().filter((name) -> name.matches(".*(" + pattern + ").*")).toList())
			.filter((group) -> !group.isEmpty())
			.toList();
		SpeedTable table = new SpeedTable();
		for (int round = 0; round < rounds; round++) {
			for (List<String> group : groups) {
				for (String name : group) {
					table.measure(name);
				}
			}
		}
		table.print(groups, System.out);
	}

	private void measure(String name) throws RunnerException {
		Options options = new OptionsBuilder().include(SpeedTable.class.getPackageName() + "." + name + "$")
			.forks(1)
			.warmupIterations(WARM_UPS)
			.warmupTime(WARM_UP)
			.measurementIterations(ITERATIONS)
			.measurementTime(ITERATION)
			.addProfiler(GCProfiler.class)
			.verbosity(VerboseMode.SILENT)
			.jvmArgs("-Xms256m", "-Xmx256m", "--enable-native-access=ALL-UNNAMED", "--add-exports",
					"java.base/jdk.internal.misc=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
					"-Dmsgpack.universal-buffer=true")
			.build();
		Collection<RunResult> results = new Runner(options).run();
		for (RunResult result : results) {
			List<IterationResult> iterations = result.getBenchmarkResults()
				.stream()
				.flatMap((fork) -> fork.getIterationResults().stream())
				.toList();
			double nanos = iterations.stream()
				.mapToDouble((iteration) -> iteration.getPrimaryResult().getScore())
				.min()
				.orElseThrow();
			double bytes = median(iterations.stream().map(SpeedTable::allocation).toList());
			this.measurements.computeIfAbsent(name, (key) -> new ArrayList<>()).add(new Measurement(nanos, bytes));
		}
	}

	private static double allocation(IterationResult iteration) {
		return Objects.requireNonNull(iteration.getSecondaryResults().get(ALLOCATION)).getScore();
	}

	private void print(List<List<String>> groups, PrintStream target) {
		target.printf(Locale.ROOT, "%-36s %12s %10s %10s   %s%n", "", "ns/op", "ratio", "B/op", "ratio in each round");
		for (List<String> group : groups) {
			List<Measurement> floor = this.measurements.getOrDefault(group.getFirst(), List.of());
			for (String name : group) {
				List<Measurement> rounds = this.measurements.getOrDefault(name, List.of());
				List<Double> ratios = new ArrayList<>();
				for (int round = 0; round < rounds.size(); round++) {
					ratios.add(rounds.get(round).nanos() / floor.get(round).nanos());
				}
				target.printf(Locale.ROOT, "%-36s %12.1f %10.2f %10.1f   %s%n", name,
						median(rounds.stream().map(Measurement::nanos).toList()), median(ratios),
						median(rounds.stream().map(Measurement::bytes).toList()),
						ratios.stream().map((ratio) -> String.format(Locale.ROOT, "%.2f", ratio)).toList());
			}
			target.println();
		}
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

	/**
	 * What one fork found.
	 *
	 * @param nanos time of one operation
	 * @param bytes what it allocated
	 */
	private record Measurement(double nanos, double bytes) {
	}

}
