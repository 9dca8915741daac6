// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.RegistryLayout;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.os.ProcessFiles;

/**
 * A private copy of a segment's header and registry at one moment, read without mapping
 * the file: it may be no segment, or have no memory behind it.
 */
final class FirstPages {

	private final MemorySegment bytes;

	private final long fileSize;

	private FirstPages(MemorySegment bytes, long fileSize) {
		this.bytes = bytes;
		this.fileSize = fileSize;
	}

	static FirstPages read(OpenFile file) throws IOException {
		return read(file, file.facts().size());
	}

	private static FirstPages read(OpenFile file, long fileSize) throws IOException {
		MemorySegment bytes = Arena.ofAuto().allocate(HeaderLayout.SLOTS_START, Long.BYTES);
		// the heartbeat first: stamping is a creator's last step, so what is read after
		// a stamp was seen is complete
		file.read(HeaderLayout.HEARTBEAT_OFFSET, bytes.asSlice(HeaderLayout.HEARTBEAT_OFFSET, Long.BYTES));
		long heartbeat = SegmentFields.getLong(bytes, HeaderLayout.HEARTBEAT_OFFSET);
		// then the hash, the last that is stored of a schema that an old segment is given
		file.read(HeaderLayout.SCHEMA_HASH_OFFSET, bytes.asSlice(HeaderLayout.SCHEMA_HASH_OFFSET, Long.BYTES));
		long hash = SegmentFields.getLong(bytes, HeaderLayout.SCHEMA_HASH_OFFSET);
		file.read(0, bytes);
		SegmentFields.setLong(bytes, HeaderLayout.SCHEMA_HASH_OFFSET, hash);
		if (heartbeat == HeaderLayout.HEARTBEAT_NEVER) {
			SegmentFields.setLong(bytes, HeaderLayout.HEARTBEAT_OFFSET, heartbeat);
		}
		return new FirstPages(bytes, fileSize);
	}

	/** Whether a creator may still be at it, so far as can be seen. */
	boolean isUnfinished() {
		int magic = SegmentFields.getInt(this.bytes, HeaderLayout.MAGIC_OFFSET);
		return this.fileSize < HeaderLayout.SLOTS_START || magic == 0
				|| (magic == HeaderLayout.MAGIC && heartbeat() == HeaderLayout.HEARTBEAT_NEVER);
	}

	/** Whether a segment is there, complete and of a known kind. */
	boolean isUsable(Path path) {
		try {
			header(path);
			return !isUnfinished();
		}
		catch (InvalidSegmentException | SchemaMismatchException ex) {
			return false;
		}
	}

	SegmentHeader header(Path path) {
		return SegmentHeader.parse(this.bytes, this.fileSize, path);
	}

	/** Reads the same file once more, wherever its name leads by now. */
	FirstPages again(OpenFile file) throws IOException {
		return read(file, this.fileSize);
	}

	long heartbeat() {
		return SegmentFields.getLong(this.bytes, HeaderLayout.HEARTBEAT_OFFSET);
	}

	/** Of the writer that signed in last; 0 if none did that has one. */
	long incarnation() {
		return isExtended() ? SegmentFields.getLong(this.bytes, ExtensionLayout.INCARNATION_OFFSET)
				: ExtensionLayout.NO_INCARNATION;
	}

	/**
	 * The readers that were registered.
	 * @param file the segment, which is asked whether their locks are held
	 */
	List<RegisteredReader> readers(OpenFile file) {
		return isExtended() ? RegisteredReader.in(this.bytes.asSlice(RegistryLayout.START, RegistryLayout.BYTES), file)
				: List.of();
	}

	/** Whether the file is too short for a segment of any layout. */
	boolean isTruncated() {
		return this.fileSize < HeaderLayout.SLOTS_START;
	}

	long count() {
		return SegmentFields.getLong(this.bytes, HeaderLayout.COUNT_OFFSET);
	}

	long writerPid() {
		return SegmentFields.getLong(this.bytes, HeaderLayout.WRITER_PID_OFFSET);
	}

	/** Whether the last writer held a lock, so that a free one proves it gone. */
	boolean isWrittenUnderLock() {
		return isExtended() && (SegmentFields.getInt(this.bytes, ExtensionLayout.FEATURES_OFFSET)
				& ExtensionLayout.FEATURE_WRITER_LOCK) != 0;
	}

	/**
	 * Whether its last writer is this very process, and no namesake: by its number, its
	 * start and its pid namespace.
	 */
	boolean isSignedByThisProcess() {
		long start = ProcessFiles.ownStartTime();
		long namespace = ProcessFiles.ownPidNamespace();
		return start != 0 && namespace != 0 && isExtended() && writerPid() == ProcessHandle.current().pid()
				&& SegmentFields.getLong(this.bytes, ExtensionLayout.START_TIME_OFFSET) == start
				&& SegmentFields.getLong(this.bytes, ExtensionLayout.PID_NAMESPACE_OFFSET) == namespace;
	}

	/**
	 * When it was created.
	 * @param facts what the file system knows of it, which counts if it does not say
	 */
	Instant created(FileFacts facts) {
		long nanos = statedCreation();
		return (nanos > 0) ? Instant.EPOCH.plusNanos(nanos) : facts.created();
	}

	/** When it was created, in nanoseconds since 1970; 0 if it does not say. */
	long statedCreation() {
		return isExtended() ? SegmentFields.getLong(this.bytes, ExtensionLayout.CREATION_TIME_OFFSET) : 0;
	}

	/** Whether it begins as segments do, complete or not. */
	boolean beginsAsSegment() {
		return SegmentFields.getInt(this.bytes, HeaderLayout.MAGIC_OFFSET) == HeaderLayout.MAGIC;
	}

	/** Whether nothing that a writer stores outside its slots has changed. */
	boolean isSameHeader(FirstPages other) {
		return MemorySegment.mismatch(this.bytes, 0, HeaderLayout.HEADER_BYTES, other.bytes, 0,
				HeaderLayout.HEADER_BYTES) < 0;
	}

	/**
	 * Whether nothing but the heartbeat has changed, and that to one value.
	 * @param other what was read before
	 * @param heartbeat the value
	 */
	boolean isSameHeader(FirstPages other, long heartbeat) {
		long after = HeaderLayout.HEARTBEAT_OFFSET + Long.BYTES;
		return heartbeat() == heartbeat
				&& MemorySegment.mismatch(this.bytes, 0, HeaderLayout.HEARTBEAT_OFFSET, other.bytes, 0,
						HeaderLayout.HEARTBEAT_OFFSET) < 0
				&& MemorySegment.mismatch(this.bytes, after, HeaderLayout.HEADER_BYTES, other.bytes, after,
						HeaderLayout.HEADER_BYTES) < 0;
	}

	/** Whether nothing was stored in it yet. */
	boolean isBlank() {
		MemorySegment zeros = Arena.ofAuto().allocate(this.bytes.byteSize());
		return this.bytes.mismatch(zeros) < 0;
	}

	/** Whether a writer has filled the extension block. */
	boolean isExtended() {
		// of a geometry that puts slots there, the bytes are samples
		return SegmentFields.getLong(this.bytes, HeaderLayout.SLOTS_START_OFFSET) >= HeaderLayout.SLOTS_START
				&& SegmentFields.getInt(this.bytes, ExtensionLayout.MAGIC_OFFSET) == ExtensionLayout.MAGIC;
	}

}
