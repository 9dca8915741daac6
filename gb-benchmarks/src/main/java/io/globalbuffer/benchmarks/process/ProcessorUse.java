// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process has had of the processors, as far as its threads are still there. In
 * nanoseconds: what is known of the process as a whole counts hundredths of a second. The
 * compiler, busy in the first minute and then no more, is left out.
 *
 * @param time when
 * @param processorNanos user and system time
 * @param switches how often a thread gave up its processor, or lost it
 */
public record ProcessorUse(long time, long processorNanos, long switches) {

	/**
	 * Looks at a process.
	 * @param pid the process
	 * @return what it has had
	 */
	public static ProcessorUse of(long pid) {
		try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
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
	 * Returns how much of the processors was used meanwhile.
	 * @param before when that began
	 * @return percent of a core
	 */
	public double percentSince(ProcessorUse before) {
		return 100.0 * (this.processorNanos - before.processorNanos) / (this.time - before.time);
	}

	/**
	 * Returns how often threads gave up their processors, or lost them, meanwhile.
	 * @param before when that began
	 * @return switches a second
	 */
	public double switchesSince(ProcessorUse before) {
		return 1e9 * (this.switches - before.switches) / (this.time - before.time);
	}

}
