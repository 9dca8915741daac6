package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.globalbuffer.exception.NoSpaceException;
import io.globalbuffer.internal.os.FileAccess;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.os.NamelessFileException;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.NewFile;
import io.globalbuffer.internal.os.SharedMemory;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.SchemaPolicy;

/**
 * What a writer asks for: creates it, takes it over or replaces it.
 *
 * @param place where the segment shall lie
 * @param layout what it shall hold
 * @param access who may use it
 * @param schemaPolicy whether the schema of a segment that is taken over counts
 */
public record SegmentRequest(SegmentPlace place, BufferLayout layout, FileAccess access, SchemaPolicy schemaPolicy) {

	/**
	 * Creates the segment: its memory is allocated, its header complete and its writer's
	 * lock held before its name exists.
	 * @return the segment, with this process as its writer; empty if there is one of that
	 * name already
	 * @throws NoSpaceException if the file system is too full; nothing is left behind
	 */
	public Optional<WrittenSegment> create() {
		Path path = this.place.path();
		SegmentHeader header = SegmentHeader.of(this.layout);
		if (SharedMemory.facts(path).isPresent()) {
			return Optional.empty();
		}
		try {
			return Optional.of(create(header));
		}
		catch (FileAlreadyExistsException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw SharedMemory.failed("create", path, ex);
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
	public WrittenSegment createOrTakeOver(Duration timeout, boolean presumedDead) {
		Succession succession = new Succession(this.place, timeout, presumedDead);
		while (true) {
			Optional<WrittenSegment> segment = create()
				.or(() -> succession.takeOver(new Inheritance(this.layout, this.schemaPolicy)));
			if (segment.isPresent()) {
				return segment.get();
			}
		}
	}

	/**
	 * Creates the segment, in place of the one that is there.
	 * @param timeout how long to wait for a writer that is just stopping
	 * @return the segment, with this process as its writer
	 * @throws io.globalbuffer.exception.WriterConflictException if the old one's writer
	 * is there, or may be
	 * @throws io.globalbuffer.exception.InvalidSegmentException if what is there is not
	 * to be trusted
	 * @throws NoSpaceException if the file system is too full
	 */
	public WrittenSegment createOrReplace(Duration timeout) {
		Succession succession = new Succession(this.place, timeout, false);
		while (true) {
			Optional<WrittenSegment> segment = create();
			if (segment.isPresent()) {
				return segment.get();
			}
			succession.remove();
		}
	}

	private WrittenSegment create(SegmentHeader header) throws IOException {
		try {
			return create(NativeCalls.system().create(this.place.path()), header);
		}
		catch (NamelessFileException ex) {
			return create(NativeCalls.system().createNamed(this.place.path()), header);
		}
	}

	private WrittenSegment create(NewFile file, SegmentHeader header) throws IOException {
		try {
			boolean locked = WriterLock.take(file) == Grant.GRANTED;
			header.allocate(file, this.place.path());
			file.allow(this.access);
			WrittenSegment segment = write(file, header, locked);
			try {
				file.appear();
				return segment;
			}
			catch (IOException | RuntimeException ex) {
				segment.close();
				throw ex;
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			file.discard();
			throw ex;
		}
	}

	private WrittenSegment write(NewFile file, SegmentHeader header, boolean locked) throws IOException {
		MappedSegment segment = MappedSegment.map(this.place.path(), file, header, true);
		try {
			header.store(segment.memory());
			WrittenSegment written = WrittenSegment.finish(segment, locked);
			MemoryFaults.surface();
			return written;
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
