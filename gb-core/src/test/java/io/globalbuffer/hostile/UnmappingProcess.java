// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The process of {@link UnmappingTests}: shows a rule again and again, and then that
 * nothing stays mapped of which nobody makes use.
 */
final class UnmappingProcess {

	private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

	private UnmappingProcess() {
	}

	public static void main(String[] arguments) throws Exception {
		Path directory = Path.of(arguments[0]);
		UnmappingRule rule = UnmappingRule.valueOf(arguments[1]);
		long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[2]));
		int rounds = 0;
		do {
			rule.show(new UnmappingStage(directory));
			rounds++;
		}
		while (rule != UnmappingRule.THE_JVM_ENDS && System.nanoTime() - end < 0);
		if (rule != UnmappingRule.THE_JVM_ENDS) {
			awaitUnmapping(directory);
		}
		System.out.println("survived " + rounds + " rounds");
		System.exit(0);
	}

	/** Soon, since the background thread sees to what could not be unmapped at once. */
	private static void awaitUnmapping(Path directory) throws IOException {
		long deadline = System.nanoTime() + LIMIT_NANOS;
		long mapped = mapped(directory);
		while (mapped > 0) {
			UnmappingStage.require(System.nanoTime() - deadline < 0, mapped + " mappings stay");
			LockSupport.parkNanos(PAUSE_NANOS);
			mapped = mapped(directory);
		}
	}

	private static long mapped(Path directory) throws IOException {
		try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
			return lines.filter((line) -> line.contains(directory.toString())).count();
		}
	}

}
