package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.os.Pause;
import io.globalbuffer.internal.os.SharedMemory;
import io.globalbuffer.schema.BufferLayout;

/**
 * Steps into the place of a writer that has gone: goes on with its segment, or removes
 * it. First the proof is made on a file opened for reading only, since a writable one
 * would spoil it; then the writer's lock is taken, and what was judged is looked at once
 * more.
 */
final class Succession {

	private static final Logger logger = LoggerFactory.getLogger(Succession.class);

	private static final long READY_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long READY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

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
	 * What was proved of a segment.
	 *
	 * @param facts which file it is
	 * @param heartbeat what its heartbeat was then
	 * @param created when it was created
	 */
	private record Abandoned(FileFacts facts, long heartbeat, Instant created) {
	}

	/**
	 * Goes on with the segment.
	 * @param layout what it must hold
	 * @return the segment; empty if it vanished, or somebody was faster
	 */
	Optional<WrittenSegment> takeOver(BufferLayout layout) {
		try {
			Abandoned abandoned = prove(layout);
			return Optional.ofNullable((abandoned != null) ? adopt(abandoned) : null);
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

	private @Nullable Abandoned prove(@Nullable BufferLayout layout) throws IOException {
		Optional<FileFacts> named = SharedMemory.facts(this.path);
		if (named.isEmpty()) {
			return null;
		}
		this.place.check(named.get());
		try (OpenFile file = NativeCalls.system().open(this.path, false)) {
			FileFacts facts = file.facts();
			this.place.check(facts);
			FirstPages pages = awaitReady(file);
			boolean replaced = layout == null;
			if (replaced && !isSegment(pages) && file.unwritten() == Grant.GRANTED) {
				return new Abandoned(facts, pages.heartbeat(), facts.created());
			}
			if (pages.isUnfinished()) {
				throw SegmentOpener.notReady(this.path);
			}
			SegmentHeader found = pages.header(this.path);
			if (layout != null && !found.equals(SegmentHeader.of(layout))) {
				throw new SchemaMismatchException("Segment " + this.path + " holds " + found.layout().describe()
						+ ", which is not " + layout.describe()
						+ ". Correct the declaration, unlink the segment if nobody needs it, or replace it (onExisting)");
			}
			WriterProof proof = new WriterProof(this.path, file, facts, this.presumedDead);
			return proof.await(this.deadline) ? new Abandoned(facts, proof.heartbeat(), proof.created()) : null;
		}
	}

	private FirstPages awaitReady(OpenFile file) throws IOException {
		long until = System.nanoTime() + READY_NANOS;
		while (true) {
			FirstPages pages = FirstPages.read(file);
			if (!pages.isUnfinished() || System.nanoTime() - until > 0) {
				return pages;
			}
			Pause.of(READY_PAUSE_NANOS);
		}
	}

	private boolean isSegment(FirstPages pages) {
		try {
			pages.header(this.path);
			return !pages.isUnfinished();
		}
		catch (InvalidSegmentException | SchemaMismatchException ex) {
			return false;
		}
	}

	private @Nullable WrittenSegment adopt(Abandoned abandoned) throws IOException {
		OpenFile file = NativeCalls.system().open(this.path, true);
		try {
			Grant lock = lock(file);
			FirstPages pages = FirstPages.read(file);
			if (lock == Grant.REFUSED || isChanged(file, pages, abandoned)) {
				file.close();
				return null;
			}
			SegmentHeader header = pages.header(this.path);
			allocate(file, header);
			MappedSegment segment = MappedSegment.map(this.path, file, header, true);
			return WrittenSegment.takeOver(segment, abandoned.heartbeat(), lock == Grant.GRANTED, abandoned.created());
		}
		catch (IOException | RuntimeException | Error ex) {
			file.close();
			throw ex;
		}
	}

	/** Its memory may have holes: Python allocates none. */
	private void allocate(OpenFile file, SegmentHeader header) throws IOException {
		long size = header.geometry().slotsEnd();
		if (!file.allocate(size)) {
			throw SharedMemory.noSpace(this.path, size);
		}
	}

	private void unlink(Abandoned abandoned) throws IOException {
		try (OpenFile file = NativeCalls.system().open(this.path, true)) {
			boolean ours = lock(file) != Grant.REFUSED && !isChanged(file, FirstPages.read(file), abandoned);
			if (ours && SharedMemory.facts(this.path).filter(abandoned.facts()::isSameFile).isPresent()) {
				SharedMemory.unlink(this.path);
			}
		}
	}

	private static Grant lock(OpenFile file) {
		return file.lock(ExtensionLayout.START, ExtensionLayout.BYTES);
	}

	private static boolean isChanged(OpenFile file, FirstPages pages, Abandoned abandoned) throws IOException {
		return !file.facts().isSameFile(abandoned.facts()) || pages.heartbeat() != abandoned.heartbeat();
	}

}
