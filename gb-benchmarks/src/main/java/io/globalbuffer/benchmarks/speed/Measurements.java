// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
 * Runs benchmarks so that they can be compared. JMH runs all forks of one benchmark
 * before the next; on a machine that others use too, that compares different minutes.
 * This runs each benchmark in a short fork of its own, one after the other, and that
 * several times, and compares within such a round only. Of a fork the fastest of many
 * short iterations counts, the one that nobody else's work came between. A ratio is the
 * median over the rounds.
 */
final class Measurements {

	private static final int WARM_UPS = 10;

	private static final TimeValue ITERATION = TimeValue.milliseconds(10);

	private static final String ALLOCATION = "gc.alloc.rate.norm";

	private final TimeValue warmUp;

	private final int iterations;

	private final Map<Subject, List<Measurement>> found = new HashMap<>();

	/**
	 * Makes place for measurements.
	 * @param millis how long one takes; it is warmed up for as long
	 */
	Measurements(int millis) {
		this.warmUp = TimeValue.milliseconds(Math.max(1, millis / WARM_UPS));
		this.iterations = Math.max(1, (int) (millis / ITERATION.getTime()));
	}

	/** Measures an operation, in one more round, and tells who waits for the tables. */
	void measure(Operation operation, Shape shape) throws RunnerException {
		System.err.println(operation.benchmark() + ", " + shape);
		String benchmark = Measurements.class.getPackageName() + "." + operation.benchmark() + "$";
		Options options = new OptionsBuilder().include(benchmark)
			.operationsPerInvocation(operation.samples(shape))
			.forks(1)
			.warmupIterations(WARM_UPS)
			.warmupTime(this.warmUp)
			.measurementIterations(this.iterations)
			.measurementTime(ITERATION)
			.addProfiler(GCProfiler.class)
			.verbosity(VerboseMode.SILENT)
			.shouldFailOnError(true)
			.param("bytes", String.valueOf(shape.bytes()))
			.param("slots", String.valueOf(shape.slots()))
			.param("rings", String.valueOf(shape.rings()))
			.jvmArgs("-Xms256m", "-Xmx256m", "--enable-native-access=ALL-UNNAMED", "--add-exports",
					"java.base/jdk.internal.misc=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
					"-Dmsgpack.universal-buffer=true")
			.build();
		for (RunResult result : new Runner(options).run()) {
			List<IterationResult> iterations = result.getBenchmarkResults()
				.stream()
				.flatMap((fork) -> fork.getIterationResults().stream())
				.toList();
			double nanos = iterations.stream()
				.mapToDouble((iteration) -> iteration.getPrimaryResult().getScore())
				.min()
				.orElseThrow();
			double bytes = median(iterations.stream().map(Measurements::allocation).toList());
			this.found.computeIfAbsent(new Subject(operation, shape), (key) -> new ArrayList<>())
				.add(new Measurement(nanos, bytes));
		}
	}

	private static double allocation(IterationResult iteration) {
		return Objects.requireNonNull(iteration.getSecondaryResults().get(ALLOCATION)).getScore();
	}

	/** Whether the operation was measured. */
	boolean has(Operation operation, Shape shape) {
		return this.found.containsKey(new Subject(operation, shape));
	}

	/** Nanoseconds for one sample; the median of the rounds. */
	double nanos(Operation operation, Shape shape) {
		return median(of(operation, shape).stream().map(Measurement::nanos).toList());
	}

	/** Bytes that are allocated for one sample; the median of the rounds. */
	double bytes(Operation operation, Shape shape) {
		return median(of(operation, shape).stream().map(Measurement::bytes).toList());
	}

	/** How many times the other's time an operation takes, in each round. */
	Ratios ratios(Operation operation, Operation other, Shape shape) {
		List<Measurement> rounds = of(operation, shape);
		List<Measurement> floor = of(other, shape);
		return new Ratios(IntStream.range(0, rounds.size())
			.mapToObj((round) -> rounds.get(round).nanos() / floor.get(round).nanos())
			.toList());
	}

	private List<Measurement> of(Operation operation, Shape shape) {
		return Objects.requireNonNull(this.found.get(new Subject(operation, shape)));
	}

	private static double median(List<Double> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

	/**
	 * One operation's times beside another's.
	 *
	 * @param rounds the ratio in each round
	 */
	record Ratios(List<Double> rounds) {

		double median() {
			return Measurements.median(this.rounds);
		}

		/** The median, and where there are several rounds each of them. */
		String summary() {
			return (this.rounds.size() == 1) ? toString() : String.format(Locale.ROOT, "**%.2f** (%s)", median(), this);
		}

		/** The ratio in each round, as text. */
		@Override
		public String toString() {
			return this.rounds.stream()
				.map((ratio) -> String.format(Locale.ROOT, "%.2f", ratio))
				.collect(Collectors.joining(" "));
		}

	}

	private record Subject(Operation operation, Shape shape) {
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
