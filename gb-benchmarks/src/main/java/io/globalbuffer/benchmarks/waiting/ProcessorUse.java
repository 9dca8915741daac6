// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.waiting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What this process has had of the processors, as far as its threads are still there. In
 * nanoseconds: what is known of the process as a whole counts hundredths of a second. The
 * compiler, busy in the first minute and then no more, is left out.
 *
 * @param time when
 * @param processorNanos user and system time
 * @param switches how often a thread gave up its processor, or lost it
 */
record ProcessorUse(long time, long processorNanos, long switches) {

	static ProcessorUse now() {
		try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
			return threads.filter((thread) -> !isCompiler(thread))
				.map(ProcessorUse::of)
				.reduce(new ProcessorUse(System.nanoTime(), 0, 0), (one, other) -> new ProcessorUse(one.time,
						one.processorNanos + other.processorNanos, one.switches + other.switches));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isCompiler(Path thread) {
		try {
			return Files.readString(thread.resolve("comm")).contains("CompilerThre");
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static ProcessorUse of(Path thread) {
		try {
			String runningWaitingTurns = Files.readString(thread.resolve("schedstat"));
			long switches = Files.readAllLines(thread.resolve("status"))
				.stream()
				.filter((line) -> line.contains("ctxt_switches:"))
				.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1).strip()))
				.sum();
			return new ProcessorUse(0, Long.parseLong(runningWaitingTurns.split(" ", -1)[0]), switches);
		}
		catch (IOException ex) {
			// it has ended
			return new ProcessorUse(0, 0, 0);
		}
	}

	/**
	 * What was used meanwhile.
	 * @param before when that began
	 * @return percent of a core, and switches a second
	 */
	static String since(ProcessorUse before) {
		ProcessorUse now = now();
		double nanos = now.time - before.time;
		return String.format(Locale.ROOT, "%.3f %.1f", 100 * (now.processorNanos - before.processorNanos) / nanos,
				1e9 * (now.switches - before.switches) / nanos);
	}

}
