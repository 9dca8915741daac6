// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.exception.BufferNotFoundException;
import io.globalbuffer.exception.BufferNotReadyException;
import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.os.Pause;
import io.globalbuffer.internal.os.SegmentFiles;

/**
 * Opens existing segments for reading, by the ready rule: a heartbeat that is not zero is
 * the last thing every creator stores.
 */
public final class SegmentOpener {

	private static final Duration READY_TIMEOUT = Duration.ofSeconds(1);

	/** For segments that are replaced again and again before they can be opened. */
	private static final Duration LONGEST_WAIT = READY_TIMEOUT.multipliedBy(10);

	private static final long READY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private SegmentOpener() {
	}

	/**
	 * Opens a segment, waiting a while for its creator to finish it.
	 * @param place where it lies
	 * @return the segment, read-only
	 * @throws BufferNotFoundException if there is none of that name
	 * @throws BufferNotReadyException if it does not get ready
	 * @throws InvalidSegmentException if it cannot be a segment, or is not to be trusted
	 */
	public static MappedSegment open(SegmentPlace place) {
		Path path = place.path();
		long start = System.nanoTime();
		long seenSince = start;
		Optional<FileFacts> seen = Optional.empty();
		while (true) {
			Optional<FileFacts> facts = SegmentFiles.facts(path);
			if (facts.isEmpty()) {
				throw new BufferNotFoundException("There is no segment " + path
						+ ". Start its writer first, check name and directory, or attach with following() to wait for it");
			}
			Optional<MappedSegment> segment = tryOpen(place, facts.get());
			if (segment.isPresent()) {
				return segment.get();
			}
			long now = System.nanoTime();
			if (seen.filter(facts.get()::isSameFile).isEmpty()) {
				// another one than before: its creator has as much time
				seen = facts;
				seenSince = now;
			}
			if (now - seenSince > READY_TIMEOUT.toNanos() || now - start > LONGEST_WAIT.toNanos()) {
				throw notReady(path);
			}
			Pause.of(READY_PAUSE_NANOS);
		}
	}

	/**
	 * Opens a segment if it is there and ready.
	 * @param place where it lies
	 * @return the segment, read-only; empty if it is not there, or not ready
	 * @throws InvalidSegmentException if it cannot be a segment, or is not to be trusted
	 */
	public static Optional<MappedSegment> openIfReady(SegmentPlace place) {
		return SegmentFiles.facts(place.path()).flatMap((facts) -> tryOpen(place, facts));
	}

	/**
	 * Reads the first pages of a segment, waiting a while for its creator to finish it.
	 * @param file the segment
	 * @return the pages, perhaps unfinished
	 * @throws IOException if they cannot be read
	 */
	static FirstPages readWhenReady(OpenFile file) throws IOException {
		long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
		while (true) {
			FirstPages pages = FirstPages.read(file);
			if (!pages.isUnfinished() || System.nanoTime() - deadline > 0) {
				return pages;
			}
			Pause.of(READY_PAUSE_NANOS);
		}
	}

	static BufferNotReadyException notReady(Path path) {
		return new BufferNotReadyException("Segment " + path + " was not finished by its creator within "
				+ READY_TIMEOUT.toSeconds() + " s. If that process has died, unlink the segment");
	}

	private static Optional<MappedSegment> tryOpen(SegmentPlace place, FileFacts facts) {
		// before it is opened, too: a pipe or a link must not be
		place.check(facts);
		try {
			return tryMap(place);
		}
		catch (NoSuchFileException | EOFException ex) {
			// gone, or just being made or unmade
			return Optional.empty();
		}
		catch (IOException ex) {
			throw SegmentFiles.failed("open", place.path(), ex);
		}
	}

	private static Optional<MappedSegment> tryMap(SegmentPlace place) throws IOException {
		OpenFile file = NativeCalls.system().open(place.path(), false);
		try {
			FileFacts facts = file.facts();
			place.check(facts);
			FirstPages pages = FirstPages.read(file);
			if (!pages.isUnfinished() && SegmentFiles.facts(place.path()).filter(facts::isSameFile).isPresent()) {
				SegmentHeader header = pages.header(place.path());
				Optional<MappedSegment> shared = SharedMappings.find(place.path(), facts, header);
				if (shared.isPresent()) {
					file.close();
					return shared;
				}
				MappedSegment segment = MappedSegment.map(place.path(), file, header, false);
				if (segment.facts().isSameFile(facts)) {
					SharedMappings.add(segment);
					return Optional.of(segment);
				}
				segment.close();
			}
			// unfinished, or replaced meanwhile
			file.close();
			return Optional.empty();
		}
		catch (IOException | RuntimeException | Error ex) {
			file.close();
			throw ex;
		}
	}

}
