// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.os.SegmentFiles;
import io.globalbuffer.schema.BufferLayout;

/**
 * One look at a segment from outside, without mapping it or stalling any process.
 *
 * @param layout what it holds; {@code null} if it cannot be used
 * @param problem why not; {@code null} if it can
 * @param facts what it says
 * @param readers those that were registered
 * @param created when it was made
 * @param nanos when it was looked at, by the system's timer
 */
public record SegmentSurvey(@Nullable BufferLayout layout, @Nullable String problem, SegmentFacts facts,
		List<RegisteredReader> readers, Instant created, long nanos) {

	/**
	 * Looks at a segment.
	 * @param place where it lies
	 * @return what was seen; empty if it is not there
	 * @throws GlobalBufferException if the directory cannot be looked at
	 */
	public static Optional<SegmentSurvey> of(SegmentPlace place) {
		Optional<FileFacts> facts = SegmentFiles.facts(place.path());
		if (facts.isEmpty()) {
			return Optional.empty();
		}
		try {
			place.check(facts.get());
			return Optional.of(look(place, facts.get()));
		}
		catch (InvalidSegmentException ex) {
			return Optional.of(unusable(String.valueOf(ex.getMessage()), place.path(), facts.get()));
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			return Optional.of(unusable(String.valueOf(SegmentFiles.failed("read", place.path(), ex).getMessage()),
					place.path(), facts.get()));
		}
	}

	private static SegmentSurvey look(SegmentPlace place, FileFacts facts) throws IOException {
		try (OpenFile file = NativeCalls.system().open(place.path(), false)) {
			// first: a writer that closes says so before it frees its lock
			Grant asked = WriterLock.ask(file);
			FirstPages pages = FirstPages.read(file);
			if (pages.isUnfinished()) {
				return unusable("its creator has not finished it", place.path(), facts);
			}
			WriterEvidence writer = WriterEvidence.of(place.path(), file.facts(), asked, pages, Duration.ZERO);
			SegmentFacts said = new SegmentFacts(pages.count(), pages.count(), writer, NameState.HERE, facts.size());
			try {
				return new SegmentSurvey(pages.header(place.path()).layout(), null, said, pages.readers(file),
						pages.created(facts), System.nanoTime());
			}
			catch (InvalidSegmentException | SchemaMismatchException ex) {
				return unusable(String.valueOf(ex.getMessage()), place.path(), facts);
			}
		}
	}

	private static SegmentSurvey unusable(String problem, Path path, FileFacts facts) {
		SegmentFacts nothing = new SegmentFacts(0, 0, WriterEvidence.none(path, facts), NameState.HERE, facts.size());
		return new SegmentSurvey(null, problem, nothing, List.of(), facts.created(), System.nanoTime());
	}

	/**
	 * Returns what the segment says, and how long it has been still as far as two looks
	 * can tell.
	 * @param earlier an earlier look
	 * @return the facts
	 */
	public SegmentFacts factsSince(SegmentSurvey earlier) {
		WriterEvidence writer = this.facts.writer();
		boolean still = isSameFile(earlier) && this.facts.count() == earlier.facts.count()
				&& writer.heartbeat() == earlier.facts.writer().heartbeat();
		Duration stillFor = still ? Duration.ofNanos(this.nanos - earlier.nanos) : Duration.ZERO;
		return new SegmentFacts(this.facts.count(), this.facts.total(), writer.stillFor(stillFor),
				this.facts.nameState(), this.facts.size());
	}

	/**
	 * Returns how fast its count moved between two looks.
	 * @param earlier an earlier look
	 * @return samples a second; empty if it was replaced in between, or there was no time
	 */
	public OptionalDouble rateSince(SegmentSurvey earlier) {
		long elapsed = this.nanos - earlier.nanos;
		long written = this.facts.count() - earlier.facts.count();
		if (elapsed <= 0 || written < 0 || !isSameFile(earlier)) {
			return OptionalDouble.empty();
		}
		return OptionalDouble.of(written * (double) TimeUnit.SECONDS.toNanos(1) / elapsed);
	}

	private boolean isSameFile(SegmentSurvey other) {
		return this.facts.writer().file().isSameFile(other.facts.writer().file());
	}

	/**
	 * Removes the name of a segment that is proved to be of no use any more: no process
	 * on this machine has it open.
	 * @param place where it lies
	 * @param closedToo whether one whose writer closed it cleanly may go, too
	 * @param halfMadeAge how old a blank one must be: a creator that is still at it may
	 * have nothing open for a moment
	 * @return whether it was removed; not if it is not there, or a process has it open,
	 * or that cannot be told
	 * @throws InvalidSegmentException if it is not this user's
	 * @throws GlobalBufferException if the file system refuses
	 */
	public static boolean remove(SegmentPlace place, boolean closedToo, Duration halfMadeAge) {
		return new UnusedFile(place).remove((file) -> isOrphan(file, closedToo, halfMadeAge));
	}

	/** Whether a file is a segment that its writer left, if no process has it open. */
	private static boolean isOrphan(OpenFile file, boolean closedToo, Duration halfMadeAge) throws IOException {
		FirstPages pages = FirstPages.read(file);
		if (pages.isBlank()) {
			return file.facts().created().isBefore(Instant.now().minus(halfMadeAge));
		}
		return pages.beginsAsSegment() && (closedToo || pages.heartbeat() != HeaderLayout.HEARTBEAT_CLOSED);
	}

}
