// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.sample.host.HostStatus.BusyProcess;

/**
 * Finds the processes that use the most CPU, from two looks at {@code /proc/[pid]/stat}.
 * For one thread at a time.
 */
final class BusiestProcesses {

	private static final int LIMIT = 5;

	/** USER_HZ: the unit of times in {@code /proc}, the same on all common platforms. */
	private static final double TICKS_PER_SECOND = 100;

	/** Counted from the first field behind the name, which is the third of all. */
	private static final int USER_TIME = 11;

	private static final int SYSTEM_TIME = 12;

	private static final int START_TIME = 19;

	private final Path proc;

	private Map<Integer, Usage> before = Map.of();

	private long nanoTimeBefore;

	BusiestProcesses(Path proc) {
		this.proc = proc;
	}

	/**
	 * Looks at all processes.
	 * @param nanoTime the time now
	 * @return the busiest since the call before, busiest first; idle ones are left out
	 */
	List<BusyProcess> read(long nanoTime) {
		Map<Integer, Usage> now = usages();
		double seconds = (nanoTime - this.nanoTimeBefore) / 1e9;
		List<BusyProcess> busiest = now.values()
			.stream()
			.map((usage) -> usage.since(this.before.get(usage.pid()), seconds))
			.flatMap(Optional::stream)
			.sorted(Comparator.comparingDouble(BusyProcess::share).reversed().thenComparingInt(BusyProcess::pid))
			.limit(LIMIT)
			.toList();
		this.before = now;
		this.nanoTimeBefore = nanoTime;
		return busiest;
	}

	private Map<Integer, Usage> usages() {
		Map<Integer, Usage> usages = new HashMap<>();
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(this.proc, "[1-9]*")) {
			for (Path folder : folders) {
				usage(folder).ifPresent((usage) -> usages.put(usage.pid(), usage));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot list the processes in " + this.proc, ex);
		}
		return usages;
	}

	private static Optional<Usage> usage(Path folder) {
		byte[] bytes;
		try {
			bytes = Files.readAllBytes(folder.resolve("stat"));
		}
		catch (IOException ex) {
			// it ended since the folder was listed
			return Optional.empty();
		}
		String stat = new String(bytes, StandardCharsets.UTF_8);
		int open = stat.indexOf('(');
		// a name may hold anything, closing brackets too
		int close = stat.lastIndexOf(')');
		String[] fields = stat.substring(close + 2).split(" ", -1);
		return Optional.of(new Usage(Integer.parseInt(stat.substring(0, open - 1)), stat.substring(open + 1, close),
				Long.parseLong(fields[START_TIME]),
				Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])));
	}

	/**
	 * What one process has used since it started.
	 */
	private record Usage(int pid, String name, long startTime, long ticks) {

		Optional<BusyProcess> since(@Nullable Usage before, double seconds) {
			// a pid is given again once its process ended; the start time tells
			if (before == null || before.startTime != this.startTime || before.ticks >= this.ticks) {
				return Optional.empty();
			}
			double share = (this.ticks - before.ticks) / TICKS_PER_SECOND / seconds;
			return Optional.of(new BusyProcess(this.pid, this.name, share));
		}

	}

}
