// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How much memory the control group of this process may have, as that of a container.
 * Shared memory counts there: the kernel kills a process that asks for more, without a
 * word.
 */
final class MemoryLimit {

	private static final Path PROC = Path.of("/proc");

	private static final Path GROUPS = Path.of("/sys/fs/cgroup");

	/** Of a line of cgroup: hierarchy, controllers, group. */
	private static final int CONTROLLERS_COLUMN = 1;

	private static final int GROUP_COLUMN = 2;

	private static final String SWAP = "SwapTotal:";

	private static final long UNIT_OF_SWAP = 1024;

	private final Path proc;

	private final Path groups;

	MemoryLimit(Path proc, Path groups) {
		this.proc = proc;
		this.groups = groups;
	}

	/**
	 * Returns the limit for files in memory.
	 * @param path a file, or one that shall be
	 * @return the bytes; empty if there is no limit, it cannot be told, or does not count
	 * for that file
	 */
	static OptionalLong of(Path path) {
		OptionalLong limit = new MemoryLimit(PROC, GROUPS).bytes();
		return (limit.isPresent() && isInMemory(path)) ? limit : OptionalLong.empty();
	}

	private static boolean isInMemory(Path path) {
		try {
			return Files.getFileStore(Objects.requireNonNull(path.toAbsolutePath().getParent())).type().equals("tmpfs");
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Reads the lowest limit of this process's group and of those around it, and what the
	 * machine can swap: nothing that might have room is refused.
	 * @return the bytes; empty if there is no limit, or it cannot be told
	 */
	OptionalLong bytes() {
		try {
			OptionalLong limit = Files.readAllLines(this.proc.resolve("self/cgroup"))
				.stream()
				.map((line) -> line.split(":", GROUP_COLUMN + 1))
				.filter((columns) -> columns.length > GROUP_COLUMN)
				.flatMap(this::limits)
				.mapToLong(Long::parseLong)
				.min();
			return limit.isPresent() ? OptionalLong.of(Math.addExact(limit.getAsLong(), swap())) : limit;
		}
		catch (IOException | NumberFormatException | ArithmeticException ex) {
			return OptionalLong.empty();
		}
	}

	private Stream<String> limits(String[] columns) {
		String group = columns[GROUP_COLUMN].substring(1);
		if (columns[CONTROLLERS_COLUMN].isEmpty()) {
			return limit(this.groups, group, "memory.max");
		}
		return List.of(columns[CONTROLLERS_COLUMN].split(",")).contains("memory")
				? limit(this.groups.resolve("memory"), group, "memory.limit_in_bytes") : Stream.empty();
	}

	/**
	 * The limits of a group and of those that it is in, as far as they can be seen. In a
	 * container its own group may be all that is there, and the path lead nowhere.
	 */
	private static Stream<String> limit(Path hierarchy, String group, String file) {
		Path own = hierarchy.resolve(group).normalize();
		if (!own.startsWith(hierarchy)) {
			// seen from a namespace that this process was put into later
			return Stream.empty();
		}
		int depth = own.getNameCount() - hierarchy.getNameCount();
		return IntStream.rangeClosed(0, depth)
			.mapToObj((levels) -> own.resolve("../".repeat(levels)).normalize().resolve(file))
			.filter(Files::isReadable)
			.flatMap(MemoryLimit::lines)
			.filter((line) -> !line.equals("max"));
	}

	private static Stream<String> lines(Path file) {
		try {
			return Files.readAllLines(file).stream();
		}
		catch (IOException ex) {
			return Stream.empty();
		}
	}

	private long swap() throws IOException {
		return Files.readAllLines(this.proc.resolve("meminfo"))
			.stream()
			.filter((line) -> line.startsWith(SWAP))
			.mapToLong((line) -> Long.parseLong(line.split("\\s+", -1)[1]) * UNIT_OF_SWAP)
			.sum();
	}

}
