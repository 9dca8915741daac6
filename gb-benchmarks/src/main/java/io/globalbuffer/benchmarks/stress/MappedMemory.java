// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.os.SegmentFiles;

/**
 * One mapped file, where segments lie, handed out in pieces. jcstress makes thousands of
 * states before it runs their actors and drops them together, so the pieces go round. Its
 * name is removed at once: nothing is left behind, however the process ends. Safe for use
 * by many threads.
 */
final class MappedMemory {

	/** Room for one small ring in the first half of it. */
	static final long PIECE_BYTES = 2048;

	/**
	 * The event word and the incarnation lie far behind a small ring: in the second half
	 * of another piece, where no other state has them. What the event word of an earlier
	 * state has become there is as good as any.
	 */
	private static final long SEGMENT_BYTES = ExtensionLayout.INCARNATION_OFFSET + Long.BYTES;

	/** More than jcstress keeps states at a time. */
	private static final long PIECES = 1 << 14;

	private static final MemorySegment MEMORY = map();

	private static final AtomicLong NEXT = new AtomicLong();

	private MappedMemory() {
	}

	/**
	 * A piece that no live state uses.
	 * @return a segment that begins with half of {@link #PIECE_BYTES} zeros for a ring,
	 * aligned to 64 bytes
	 */
	static MemorySegment piece() {
		long piece = NEXT.getAndIncrement() % PIECES;
		MemorySegment segment = MEMORY.asSlice(piece * PIECE_BYTES, SEGMENT_BYTES);
		segment.asSlice(0, PIECE_BYTES / 2).fill((byte) 0);
		return segment;
	}

	private static MemorySegment map() {
		try {
			Path file = Files.createTempFile(SegmentFiles.defaultDirectory(), "gb-stress", null);
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE,
					StandardOpenOption.DELETE_ON_CLOSE)) {
				return channel.map(FileChannel.MapMode.READ_WRITE, 0, PIECES * PIECE_BYTES + SEGMENT_BYTES,
						Arena.global());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
