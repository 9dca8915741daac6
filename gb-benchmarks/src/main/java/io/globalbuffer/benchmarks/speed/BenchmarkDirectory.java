// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

import io.globalbuffer.internal.os.SegmentFiles;

/**
 * A directory of its own beside the real segments, removed with all that lies in it.
 */
final class BenchmarkDirectory implements AutoCloseable {

	private final Path path;

	private final Arena arena = Arena.ofShared();

	private int files;

	BenchmarkDirectory() {
		try {
			this.path = Files.createTempDirectory(SegmentFiles.defaultDirectory(), "gb-benchmark");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Path path() {
		return this.path;
	}

	/**
	 * A new file that is mapped twice, as a writer and a reader have it, for what is
	 * measured beside the buffers: the same kind of memory in the same kind of scope.
	 * What was written through one mapping is slower to read through the other, as it is
	 * between processes.
	 * @param size its size in bytes
	 * @return its memory, zeros, each page touched
	 */
	MappedTwice map(long size) {
		try (FileChannel channel = FileChannel.open(this.path.resolve("file" + this.files++),
				StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
			return new MappedTwice(map(channel, size), map(channel, size));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private MemorySegment map(FileChannel channel, long size) throws IOException {
		return channel.map(FileChannel.MapMode.READ_WRITE, 0, size, this.arena).fill((byte) 0);
	}

	/**
	 * The two mappings of a file.
	 *
	 * @param written what is written through
	 * @param read what is read through
	 */
	record MappedTwice(MemorySegment written, MemorySegment read) {
	}

	@Override
	public void close() {
		this.arena.close();
		try (Stream<Path> files = Files.list(this.path)) {
			for (Path file : files.toList()) {
				Files.delete(file);
			}
			Files.delete(this.path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
