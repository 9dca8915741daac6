// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.waiting;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.globalbuffer.GlobalBuffer;

/**
 * Measures how readers wait, each in a process of its own beside its writer's, and prints
 * tables. What is compared is measured in turn, in several rounds; medians of the rounds
 * are printed.
 * <p>
 * Arguments: {@code latency}, {@code idle}, {@code many} or {@code writer}; how many rounds; how many
 * milliseconds a measurement takes; where to put the plot of the latencies. System
 * properties: {@code python}, an interpreter that has the package; {@code wrapper}, the
 * folder of the module by which Python writers wake readers, without which there are no
 * such writers; {@code cases}, a regular expression for those whose latency is measured.
 */
public final class Tables {

	private static final List<Integer> CROWDS = List.of(0, 1, 8, 32);

	private static final int WARM_UP = 100_000;

	/** How many streams are many, and how many samples each has in a second. */
	private static final String MANY = "100";

	private static final String MANY_RATE = "200";

	private final Optional<PythonWriters> python;

	private final int rounds;

	private final int measuring;

	private Tables(Optional<PythonWriters> python, int rounds, int measuring) {
		this.python = python;
		this.rounds = rounds;
		this.measuring = measuring;
	}

	public static void main(String[] arguments) {
		Optional<PythonWriters> python = path("python")
			.map((interpreter) -> new PythonWriters(interpreter, path("wrapper")));
		Tables tables = new Tables(python, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
		switch (arguments[0]) {
			case "latency" -> new LatencyPlot(tables.latency()).write(Path.of(arguments[3]));
			case "idle" -> tables.idle();
			case "many" -> tables.many();
			case "writer" -> tables.writer();
			default -> throw new IllegalArgumentException(arguments[0] + " is none of latency, idle, many and writer");
		}
	}

	private static Optional<Path> path(String property) {
		return Optional.ofNullable(System.getProperty(property)).filter((value) -> !value.isEmpty()).map(Path::of);
	}

	private static String newName() {
		return "waiting-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
	}

	private Map<Case, Map<String, Result>> latency() {
		Map<Case, Map<String, Result>> results = new LinkedHashMap<>();
		System.out.printf(Locale.ROOT, "%-32s %-8s %9s %9s %8s %12s %11s%n", "", "", "p50, us", "p99, us", "CPU, %",
				"p50 / ladder", "CPU / ladder");
		Predicate<String> asked = Pattern.compile(System.getProperty("cases", "")).asPredicate();
		for (Case measured : Case.all(WriterKind.available(this.python), this.measuring)) {
			if (!asked.test(measured.label())) {
				continue;
			}
			Map<String, Result> found = latency(measured);
			results.put(measured, found);
			Result ladder = Objects.requireNonNull(found.get("poll"));
			found.forEach(
					(strategy, result) -> System.out.printf(Locale.ROOT, "%-32s %-8s %9.1f %9.1f %8.2f %12.2f %11.2f%n",
							measured.label(), strategy, result.median(), result.slow(), result.processor(),
							result.median() / ladder.median(), result.processor() / ladder.processor()));
		}
		return results;
	}

	private Map<String, Result> latency(Case measured) {
		String name = newName();
		Map<String, List<Result>> rounds = new LinkedHashMap<>();
		try (ChildProcess writer = measured.writer().start(this.python, name, measured.pattern());
				ChildProcess reader = ChildProcess.java(ReadingProcess.class)) {
			for (String strategy : measured.strategies()) {
				reader.ask("open", name, strategy);
				reader.ask("measure", strategy, strategy.equals("predict") ? measured.learning() : 1000);
			}
			for (int round = 0; round < this.rounds; round++) {
				for (String strategy : measured.strategies()) {
					rounds.computeIfAbsent(strategy, (key) -> new ArrayList<>())
						.add(Result.of(reader.ask("measure", strategy, measured.measuring())));
				}
			}
		}
		finally {
			GlobalBuffer.unlink(name);
		}
		Map<String, Result> results = new LinkedHashMap<>();
		rounds.forEach((strategy, of) -> results.put(strategy, Result.median(of)));
		return results;
	}

	private void idle() {
		System.out.printf(Locale.ROOT, "%-24s %-14s %-8s %6s %12s %14s%n", "", "", "", "how many", "CPU, %",
				"switches / s");
		for (WriterKind kind : WriterKind.available(this.python)) {
			String name = newName();
			try (ChildProcess writer = kind.start(this.python, name, "silent");
					ChildProcess reader = ChildProcess.java(ReadingProcess.class)) {
				idle(reader, kind, name, "auto", "readers", 0);
				for (int crowd : List.of(1, 100)) {
					idle(reader, kind, name, "auto", "readers", crowd);
					idle(reader, kind, name, "auto", "subscriptions", crowd);
					idle(reader, kind, name, "auto", "virtual-threads", crowd);
					idle(reader, kind, name, "poll", "readers", crowd);
				}
			}
			finally {
				GlobalBuffer.unlink(name);
			}
		}
	}

	private void idle(ChildProcess reader, WriterKind kind, String name, String strategy, String members, int crowd) {
		reader.ask("crowd", name, strategy, members, crowd);
		reader.ask("observe", 2000);
		List<Double> processor = new ArrayList<>();
		List<Double> switches = new ArrayList<>();
		for (int round = 0; round < this.rounds; round++) {
			List<String> use = reader.ask("observe", this.measuring);
			processor.add(Double.valueOf(use.get(0)));
			switches.add(Double.valueOf(use.get(1)));
		}
		reader.ask("dismiss");
		System.out.printf(Locale.ROOT, "%-24s %-14s %-8s %6d %12.2f %14.1f%n", kind.label(), members, strategy, crowd,
				median(processor), median(switches));
	}

	private void many() {
		System.out.printf(Locale.ROOT, "%-10s %-10s %9s %9s %8s %14s%n", "threads", "", "p50, us", "p99, us", "CPU, %",
				"switches / s");
		String name = newName();
		List<List<String>> ways = List.of(List.of("predict", "platform"), List.of("predict", "virtual"),
				List.of("poll", "platform"));
		Map<List<String>, List<Result>> rounds = new LinkedHashMap<>();
		try (ChildProcess writer = ChildProcess.java(WritingManyProcess.class, name, MANY, MANY_RATE);
				ChildProcess reader = ChildProcess.java(ReadingManyProcess.class)) {
			// in the first the compiler is busy
			for (int round = 0; round <= this.rounds; round++) {
				for (List<String> way : ways) {
					reader.ask("attach", name, MANY, way.get(0), way.get(1));
					reader.ask("measure", 2000);
					Result result = Result.of(reader.ask("measure", this.measuring));
					reader.ask("dismiss");
					if (round > 0) {
						rounds.computeIfAbsent(way, (key) -> new ArrayList<>()).add(result);
					}
				}
			}
		}
		rounds.forEach((way, results) -> {
			Result result = Result.median(results);
			System.out.printf(Locale.ROOT, "%-10s %-10s %9.1f %9.1f %8.2f %14.1f%n", way.get(1), way.get(0),
					result.median(), result.slow(), result.processor(), result.switches());
		});
	}

	private void writer() {
		System.out.printf(Locale.ROOT, "%-10s %8s %14s %14s%n", "readers", "how many", "p50, us", "p99, us");
		String name = newName();
		try (ChildProcess writer = WriterKind.JAVA.start(this.python, name, "asked");
				ChildProcess reader = ChildProcess.java(ReadingProcess.class)) {
			// for the compiler
			writer.ask(WARM_UP, 0);
			for (String strategy : List.of("kernel", "poll")) {
				for (int crowd : CROWDS) {
					reader.ask("crowd", name, strategy, "readers", crowd);
					List<List<String>> answers = new ArrayList<>();
					// in the first the readers get ready
					for (int round = 0; round <= this.rounds; round++) {
						answers.add(writer.ask(this.measuring / 5, 5000));
					}
					reader.ask("dismiss");
					System.out.printf(Locale.ROOT, "%-10s %8d %14.2f %14.2f%n", strategy, crowd, micros(answers, 0),
							micros(answers, 1));
				}
			}
		}
	}

	private static double micros(List<List<String>> answers, int index) {
		return median(answers.stream().skip(1).map((answer) -> Double.parseDouble(answer.get(index)) / 1000).toList());
	}

	static double median(List<Double> values) {
		return values.stream().sorted().toList().get(values.size() / 2);
	}

}
