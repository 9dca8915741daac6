// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What this process holds, as the kernel and the JVM see it.
 *
 * @param threads live threads
 * @param descriptors open file descriptors
 * @param mappings mappings of segments, also of removed ones
 * @param heapBytes heap in use after a garbage collection
 */
public record ProcessResources(int threads, long descriptors, long mappings, long heapBytes) {

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	private static final Path MAPPINGS = Path.of("/proc/self/maps");

	/**
	 * Looks now, after a garbage collection.
	 * @return the figures
	 */
	public static ProcessResources now() {
		System.gc();
		// what the first one has found unreachable may refer to more
		System.gc();
		try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
			return new ProcessResources(ManagementFactory.getThreadMXBean().getThreadCount(), descriptors.count(),
					mappingsOf("/gb_"), heapAfterCollection());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read /proc/self", ex);
		}
	}

	/**
	 * The threads of buffers: listeners, heartbeat and events.
	 * @return their names, in order
	 */
	public static List<String> bufferThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("globalbuffer"))
			.sorted()
			.toList();
	}

	/**
	 * How many files are mapped whose path contains a text.
	 * @param text part of a path
	 * @return the number of mappings
	 */
	public static long mappingsOf(String text) {
		try (Stream<String> mappings = Files.lines(MAPPINGS)) {
			return mappings.filter((line) -> line.contains(text)).count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + MAPPINGS, ex);
		}
	}

	/** Without what threads have allocated since. */
	private static long heapAfterCollection() {
		return ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getType() == MemoryType.HEAP)
			.map(MemoryPoolMXBean::getCollectionUsage)
			.filter(Objects::nonNull)
			.mapToLong(MemoryUsage::getUsed)
			.sum();
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%d threads, %d file descriptors, %d mappings, %.1f MiB heap", this.threads,
				this.descriptors, this.mappings, this.heapBytes / (double) (1 << 20));
	}

}
