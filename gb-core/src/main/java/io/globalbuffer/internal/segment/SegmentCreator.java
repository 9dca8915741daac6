// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import io.globalbuffer.exception.NoSpaceException;
import io.globalbuffer.internal.os.FileAccess;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.os.NamelessFileException;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.NewFile;
import io.globalbuffer.internal.os.SegmentFiles;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.SchemaPolicy;

/**
 * Creates the segment of a writer, or takes over or replaces the one that is there.
 *
 * @param place where the segment shall lie
 * @param layout what it shall hold
 * @param access who may use it
 * @param schemaPolicy whether the schema of a segment that is taken over counts
 */
public record SegmentCreator(SegmentPlace place, BufferLayout layout, FileAccess access, SchemaPolicy schemaPolicy) {

	/**
	 * Creates the segment: its memory is allocated, its header complete and its writer's
	 * lock held before its name exists.
	 * @return the segment, with this process as its writer; empty if there is one of that
	 * name already
	 * @throws NoSpaceException if the file system is too full; nothing is left behind
	 */
	public Optional<OwnedSegment> create() {
		Path path = this.place.path();
		SegmentHeader header = SegmentHeader.of(this.layout);
		if (SegmentFiles.facts(path).isPresent()) {
			return Optional.empty();
		}
		SegmentFiles.checkMemoryLimit(path, header.geometry().slotsEnd());
		try {
			return Optional.of(make(path, header));
		}
		catch (FileAlreadyExistsException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw SegmentFiles.failed("create", path, ex);
		}
	}

	/**
	 * Creates the segment, or takes over the one that is there. Of messages, a segment
	 * without a schema is given the one that is asked for, and one that has a schema
	 * keeps it where none is asked for, or the policy is to ignore it.
	 * @param timeout how long to wait for a writer that is just stopping
	 * @param presumedDead whether a writer may be taken for gone that only seems to be
	 * @return the segment, with this process as its writer
	 * @throws io.globalbuffer.exception.SchemaMismatchException if it holds something
	 * else
	 * @throws io.globalbuffer.exception.WriterConflictException if its writer is there,
	 * or may be
	 * @throws io.globalbuffer.exception.BufferNotReadyException if its creator never
	 * finished it
	 * @throws io.globalbuffer.exception.InvalidSegmentException if it is no segment, or
	 * not to be trusted
	 * @throws NoSpaceException if the file system is too full
	 */
	public OwnedSegment createOrTakeOver(Duration timeout, boolean presumedDead) {
		TakeOver takeOver = new TakeOver(this.place, timeout, presumedDead);
		return createOr(() -> takeOver.takeOver(new TakeOverTerms(this.layout, this.schemaPolicy)), timeout);
	}

	/**
	 * Creates the segment, in place of the one that is there. The old one keeps its name
	 * until the new one is complete, and for good if this fails.
	 * @param timeout how long to wait for a writer that is just stopping
	 * @return the segment, with this process as its writer
	 * @throws io.globalbuffer.exception.WriterConflictException if the old one's writer
	 * is there, or may be
	 * @throws io.globalbuffer.exception.InvalidSegmentException if what is there is not
	 * to be trusted
	 * @throws NoSpaceException if the file system is too full for both, and a process has
	 * the old one open
	 */
	public OwnedSegment createOrReplace(Duration timeout) {
		TakeOver takeOver = new TakeOver(this.place, timeout, false);
		SegmentHeader header = SegmentHeader.of(this.layout);
		// before the old one goes to make room
		SegmentFiles.checkMemoryLimit(this.place.path(), header.geometry().slotsEnd());
		return createOr(() -> takeOver.replace(header.geometry().slotsEnd(), (name) -> makeToReplace(name, header)),
				timeout);
	}

	private OwnedSegment createOr(Supplier<Optional<OwnedSegment>> otherwise, Duration timeout) {
		Attempts attempts = new Attempts(this.place.path(), timeout);
		while (true) {
			// at once again: the old one may have gone to make room, which nothing must
			// delay
			Optional<OwnedSegment> segment = create().or(otherwise).or(this::create);
			if (segment.isPresent()) {
				return segment.get();
			}
			attempts.cameTooLate();
		}
	}

	private OwnedSegment makeToReplace(Path name, SegmentHeader header) {
		try {
			return make(name, header);
		}
		catch (IOException ex) {
			throw SegmentFiles.failed("replace", this.place.path(), ex);
		}
	}

	private OwnedSegment make(Path name, SegmentHeader header) throws IOException {
		try {
			return make(NativeCalls.system().create(name), header);
		}
		catch (NamelessFileException ex) {
			return make(NativeCalls.system().createNamed(name), header);
		}
	}

	private OwnedSegment make(NewFile file, SegmentHeader header) throws IOException {
		try {
			boolean locked = WriterLock.take(file) == Grant.GRANTED;
			header.allocate(file, this.place.path());
			file.allow(this.access);
			OwnedSegment segment = write(file, header, locked);
			try {
				file.appear();
				return segment;
			}
			catch (IOException | RuntimeException | Error ex) {
				segment.close();
				throw ex;
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			file.discard();
			throw ex;
		}
	}

	private OwnedSegment write(NewFile file, SegmentHeader header, boolean locked) throws IOException {
		MappedSegment segment = MappedSegment.map(this.place.path(), file, header, true);
		try {
			header.store(segment.memory());
			OwnedSegment owned = OwnedSegment.finish(segment, locked);
			MemoryFaults.surface();
			return owned;
		}
		catch (InternalError ex) {
			segment.close();
			throw segment.lost(ex);
		}
		catch (RuntimeException | Error ex) {
			segment.close();
			throw ex;
		}
	}

}
