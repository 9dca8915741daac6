// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.os.Pause;
import io.globalbuffer.internal.os.SegmentFiles;

/**
 * Steps into the place of a writer that has gone: goes on with its segment, or puts
 * another one in its place. First its absence is proved on a file opened for reading
 * only, since a writable one would spoil the proof; then the writer's lock is taken, and
 * what was judged is looked at once more.
 */
final class TakeOver {

	private static final Logger logger = LoggerFactory.getLogger(TakeOver.class);

	/** How long readers may take to let go of a segment that has lost memory, twice. */
	private static final long LETTING_GO_NANOS = TimeUnit.SECONDS.toNanos(2);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private final SegmentPlace place;

	private final Path path;

	private final long deadline;

	private final boolean presumedDead;

	/**
	 * Prepares a take-over or a replacement.
	 * @param place where the segment lies
	 * @param timeout how long to wait, from now on, for a writer that is just stopping
	 * @param presumedDead whether a writer may be taken for gone that only seems to be
	 */
	TakeOver(SegmentPlace place, Duration timeout, boolean presumedDead) {
		this.place = place;
		this.path = place.path();
		this.deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
		this.presumedDead = presumedDead;
	}

	/**
	 * Goes on with the segment.
	 * @param terms what it must hold
	 * @return the segment; empty if it vanished, or another was faster
	 */
	Optional<OwnedSegment> takeOver(TakeOverTerms terms) {
		try {
			AbandonedFile abandoned = prove(terms);
			return Optional.ofNullable((abandoned != null) ? adopt(abandoned, terms) : null);
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw SegmentFiles.failed("take over", this.path, ex);
		}
	}

	/**
	 * Puts another segment in the place of this one, no matter what this one holds.
	 * @param size how large the other one is, in bytes
	 * @param maker makes it, under the name it is given
	 * @return the other segment; empty if this one vanished or gave room, or another was
	 * faster
	 */
	Optional<OwnedSegment> replace(long size, Function<Path, OwnedSegment> maker) {
		try {
			AbandonedFile abandoned = prove(null);
			return (abandoned != null) ? new Replacement(abandoned, size).with(maker) : Optional.empty();
		}
		catch (NoSuchFileException ex) {
			logger.debug("Segment {} vanished before it was replaced", this.path, ex);
			return Optional.empty();
		}
		catch (IOException ex) {
			throw SegmentFiles.failed("replace", this.path, ex);
		}
	}

	private @Nullable AbandonedFile prove(@Nullable TakeOverTerms terms) throws IOException {
		Optional<FileFacts> named = SegmentFiles.facts(this.path);
		if (named.isEmpty()) {
			return null;
		}
		this.place.check(named.get());
		try (OpenFile file = NativeCalls.system().open(this.path, false)) {
			FileFacts facts = file.facts();
			this.place.check(facts);
			FirstPages pages = SegmentOpener.readWhenReady(file);
			if (terms == null && !pages.isUsable(this.path) && isAbandoned(file, pages)) {
				return new AbandonedFile(this.path, facts, pages);
			}
			if (pages.isUnfinished()) {
				throw SegmentOpener.notReady(this.path);
			}
			SegmentHeader found = pages.header(this.path);
			if (terms != null) {
				terms.of(found, this.path);
			}
			if (terms != null && pages.count() < 0) {
				throw new InvalidSegmentException("Segment " + this.path + " cannot be gone on with: its count of "
						+ Long.toUnsignedString(pages.count()) + " is damaged. Unlink it, or replace it (onExisting)");
			}
			WriterAbsence absence = new WriterAbsence(this.path, file, facts, this.presumedDead, terms != null);
			return absence.await(this.deadline) ? new AbandonedFile(this.path, facts, absence.pages()) : null;
		}
	}

	/**
	 * Whether a file that is no segment any more has no writer. Readers that have
	 * registered in it hide that from a lease until they notice.
	 */
	private static boolean isAbandoned(OpenFile file, FirstPages pages) {
		if (WriterLock.state(WriterLock.ask(file), pages.isWrittenUnderLock()) == LockState.LEFT) {
			return true;
		}
		long deadline = System.nanoTime() + LETTING_GO_NANOS;
		Grant lease = file.unwritten();
		while (lease == Grant.REFUSED && System.nanoTime() - deadline < 0) {
			Pause.of(PAUSE_NANOS);
			lease = file.unwritten();
		}
		return lease == Grant.GRANTED;
	}

	private @Nullable OwnedSegment adopt(AbandonedFile abandoned, TakeOverTerms terms) throws IOException {
		OpenFile file = NativeCalls.system().open(this.path, true);
		try {
			SuccessorLock lock = SuccessorLock.take(file);
			boolean free = lock == SuccessorLock.HELD || lock == SuccessorLock.NONE;
			if (!free || abandoned.isChanged(file)) {
				file.close();
				return null;
			}
			SegmentHeader found = abandoned.pages().header(this.path);
			SegmentHeader header = terms.of(found, this.path);
			// it may have holes: Python allocates nothing
			header.allocate(file, this.path);
			MappedSegment segment = MappedSegment.map(this.path, file, header, true);
			OwnedSegment taken = OwnedSegment.takeOver(segment, abandoned.pages().heartbeat(),
					lock == SuccessorLock.HELD, abandoned.pages().created(abandoned.facts()), !header.equals(found));
			return (taken != null && hasName(taken)) ? taken : null;
		}
		catch (IOException | RuntimeException | Error ex) {
			file.close();
			throw ex;
		}
	}

	/** Whether others can find it: the name may have been removed in between. */
	private static boolean hasName(OwnedSegment taken) {
		boolean here = false;
		try {
			here = taken.segment().nameState() == NameState.HERE;
			return here;
		}
		finally {
			if (!here) {
				taken.close();
			}
		}
	}

}
