package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.os.SharedMemory;

/**
 * Steps into the place of a writer that has gone: goes on with its segment, or removes
 * it. First the proof is made on a file opened for reading only, since a writable one
 * would spoil it; then the writer's lock is taken, and what was judged is looked at once
 * more.
 */
final class Succession {

	private static final Logger logger = LoggerFactory.getLogger(Succession.class);

	private final SegmentPlace place;

	private final Path path;

	private final long deadline;

	private final boolean presumedDead;

	/**
	 * Prepares a succession.
	 * @param place where the segment lies
	 * @param timeout how long to wait, from now on, for a writer that is just stopping
	 * @param presumedDead whether a writer may be taken for gone that only seems to be
	 */
	Succession(SegmentPlace place, Duration timeout, boolean presumedDead) {
		this.place = place;
		this.path = place.path();
		this.deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
		this.presumedDead = presumedDead;
	}

	/**
	 * A segment of which it was proved that nobody writes it any more.
	 *
	 * @param facts which file it is
	 * @param pages what it said then
	 */
	private record Abandoned(FileFacts facts, FirstPages pages) {
	}

	/**
	 * Goes on with the segment.
	 * @param inheritance what it must hold
	 * @return the segment; empty if it vanished, or somebody was faster
	 */
	Optional<WrittenSegment> takeOver(Inheritance inheritance) {
		try {
			Abandoned abandoned = prove(inheritance);
			return Optional.ofNullable((abandoned != null) ? adopt(abandoned, inheritance) : null);
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw SharedMemory.failed("take over", this.path, ex);
		}
	}

	/**
	 * Removes the segment, whatever it holds, unless it vanished or somebody was faster.
	 */
	void remove() {
		try {
			Abandoned abandoned = prove(null);
			if (abandoned != null) {
				unlink(abandoned);
			}
		}
		catch (NoSuchFileException ex) {
			logger.debug("Segment {} vanished before it was replaced", this.path, ex);
		}
		catch (IOException ex) {
			throw SharedMemory.failed("replace", this.path, ex);
		}
	}

	private @Nullable Abandoned prove(@Nullable Inheritance inheritance) throws IOException {
		Optional<FileFacts> named = SharedMemory.facts(this.path);
		if (named.isEmpty()) {
			return null;
		}
		this.place.check(named.get());
		try (OpenFile file = NativeCalls.system().open(this.path, false)) {
			FileFacts facts = file.facts();
			this.place.check(facts);
			FirstPages pages = SegmentOpener.readWhenReady(file);
			if (inheritance == null && !isUsable(pages) && file.unwritten() == Grant.GRANTED) {
				return new Abandoned(facts, pages);
			}
			if (pages.isUnfinished()) {
				throw SegmentOpener.notReady(this.path);
			}
			SegmentHeader found = pages.header(this.path);
			if (inheritance != null) {
				inheritance.of(found, this.path);
			}
			if (inheritance != null && pages.count() < 0) {
				throw new InvalidSegmentException("Segment " + this.path + " cannot be gone on with: its count of "
						+ Long.toUnsignedString(pages.count()) + " is damaged. Unlink it, or replace it (onExisting)");
			}
			WriterProof proof = new WriterProof(this.path, file, facts, this.presumedDead, inheritance != null);
			return proof.await(this.deadline) ? new Abandoned(facts, proof.pages()) : null;
		}
	}

	private boolean isUsable(FirstPages pages) {
		try {
			pages.header(this.path);
			return !pages.isUnfinished();
		}
		catch (InvalidSegmentException | SchemaMismatchException ex) {
			return false;
		}
	}

	private @Nullable WrittenSegment adopt(Abandoned abandoned, Inheritance inheritance) throws IOException {
		OpenFile file = NativeCalls.system().open(this.path, true);
		try {
			Grant lock = WriterLock.take(file);
			if (lock == Grant.REFUSED || isChanged(file, abandoned)) {
				file.close();
				return null;
			}
			SegmentHeader found = abandoned.pages().header(this.path);
			SegmentHeader header = inheritance.of(found, this.path);
			// it may have holes: Python allocates nothing
			header.allocate(file, this.path);
			MappedSegment segment = MappedSegment.map(this.path, file, header, true);
			return WrittenSegment.takeOver(segment, abandoned.pages().heartbeat(), lock == Grant.GRANTED,
					abandoned.pages().created(abandoned.facts()), !header.equals(found));
		}
		catch (IOException | RuntimeException | Error ex) {
			file.close();
			throw ex;
		}
	}

	private void unlink(Abandoned abandoned) throws IOException {
		try (OpenFile file = NativeCalls.system().open(this.path, true)) {
			if (WriterLock.take(file) != Grant.REFUSED && !isChanged(file, abandoned)) {
				SharedMemory.unlink(this.path);
			}
		}
	}

	/**
	 * Whether the name leads elsewhere by now, as after a replacement, or somebody wrote
	 * since the proof. To be asked under the lock.
	 */
	private boolean isChanged(OpenFile file, Abandoned abandoned) throws IOException {
		return !file.facts().isSameFile(abandoned.facts())
				|| SharedMemory.facts(this.path).filter(abandoned.facts()::isSameFile).isEmpty()
				|| !FirstPages.read(file).isSameHeader(abandoned.pages());
	}

}
