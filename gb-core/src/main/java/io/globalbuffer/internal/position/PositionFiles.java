// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.position;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.internal.layout.PositionLayout;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.os.SegmentFiles;
import io.globalbuffer.internal.segment.SegmentPlace;

/**
 * The position files in a directory. Those whose segment is gone are of no use: neither
 * Python nor a person who removes a segment knows of them.
 */
public final class PositionFiles {

	private static final Logger logger = LoggerFactory.getLogger(PositionFiles.class);

	/** Of one that is not whole, before it counts as left by a process that died. */
	private static final Duration HALF_MADE_AGE = Duration.ofSeconds(10);

	private PositionFiles() {
	}

	/**
	 * Removes those of this user whose buffer has no segment any more, unless a reader
	 * holds them. One that cannot be removed stays.
	 * @param directory the directory
	 */
	public static void removeOrphans(Path directory) {
		for (Path file : files(directory.toAbsolutePath().normalize())) {
			try {
				synchronized (PositionFile.HELD) {
					if (!PositionFile.HELD.contains(file)) {
						removeIfOrphan(file);
					}
				}
			}
			catch (IOException | GlobalBufferException ex) {
				logger.debug("Position file {} stays", file, ex);
			}
		}
	}

	private static List<Path> files(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.filter(PositionName::matches).toList();
		}
		catch (IOException | UncheckedIOException ex) {
			logger.debug("Cannot look for position files in {}", directory, ex);
			return List.of();
		}
	}

	private static void removeIfOrphan(Path path) throws IOException {
		Optional<String> named = PositionName.buffer(path);
		if (named.isPresent() && !isOrphan(path, named)) {
			// as most are: none of them need be opened
			return;
		}
		SegmentPlace place = new SegmentPlace(path, Optional.empty());
		Optional<FileFacts> facts = SegmentFiles.facts(path);
		if (facts.isEmpty()) {
			return;
		}
		place.check(facts.get());
		try (OpenFile file = NativeCalls.system().open(path, true)) {
			place.check(file.facts());
			// before it is held: reading may let go of it. The name in it never changes
			Optional<String> buffer = buffer(file);
			// and looked at: a reader to which it is of use must not be refused for this
			if (isOrphan(path, buffer) && file.hold() == Grant.GRANTED && isOrphan(path, buffer)
					&& SegmentFiles.facts(path).filter(file.facts()::isSameFile).isPresent()) {
				Files.deleteIfExists(path);
				logger.debug("Removed position file {}, whose segment is gone", path);
			}
		}
	}

	private static Optional<String> buffer(OpenFile file) throws IOException {
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment bytes = arena.allocate(PositionLayout.BYTES, Long.BYTES);
			file.read(0, bytes);
			return new PositionMemory(bytes).bufferIfWhole();
		}
	}

	/** Whether it is of no use to whoever comes next. */
	private static boolean isOrphan(Path path, Optional<String> buffer) {
		Path directory = path.toAbsolutePath().getParent();
		return buffer.filter(SegmentFiles::isName)
			.map((name) -> SegmentFiles.facts(SegmentFiles.path(directory, name)).isEmpty())
			.orElseGet(() -> isOld(path));
	}

	private static boolean isOld(Path path) {
		return SegmentFiles.facts(path)
			.filter((facts) -> facts.created().isBefore(Instant.now().minus(HALF_MADE_AGE)))
			.isPresent();
	}

}
