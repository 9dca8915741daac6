package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.exception.BufferNotFoundException;
import io.globalbuffer.exception.BufferNotReadyException;
import io.globalbuffer.exception.InvalidSegmentException;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.os.FileIdentity;
import io.globalbuffer.internal.os.Interrupts;
import io.globalbuffer.internal.os.Pause;
import io.globalbuffer.internal.os.SharedMemory;
import io.globalbuffer.schema.BufferLayout;

/**
 * Creates segments, and opens existing ones by the ready rule: a heartbeat that is not
 * zero is the last thing every creator stores.
 */
public final class SegmentOpener {

	private static final Duration READY_TIMEOUT = Duration.ofSeconds(1);

	private static final long READY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private SegmentOpener() {
	}

	/**
	 * Creates a segment.
	 * @param path its file
	 * @param layout what it shall hold
	 * @return the segment, writable, with this process as its writer; empty if there is
	 * one of that name already
	 */
	public static Optional<MappedSegment> create(Path path, BufferLayout layout) {
		SegmentHeader header = SegmentHeader.of(layout);
		try {
			return Optional.of(Interrupts.deferred(() -> create(path, header)));
		}
		catch (FileAlreadyExistsException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw SharedMemory.failed("create", path, ex);
		}
	}

	private static MappedSegment create(Path path, SegmentHeader header) throws IOException {
		try (FileChannel channel = SharedMemory.create(path, header.geometry().slotsEnd())) {
			try {
				FileIdentity identity = SharedMemory.identity(path)
					.orElseThrow(() -> new NoSuchFileException(path.toString()));
				MappedSegment segment = MappedSegment.map(path, identity, header, channel,
						FileChannel.MapMode.READ_WRITE);
				header.store(segment.memory());
				segment.publish();
				return segment;
			}
			catch (IOException | RuntimeException ex) {
				SharedMemory.discard(channel, path);
				throw ex;
			}
		}
	}

	/**
	 * Creates a segment, or takes over the one that is there.
	 * @param path its file
	 * @param layout what it shall hold
	 * @param timeout how long to wait for a writer that is just stopping
	 * @return the segment, writable, with this process as its writer
	 */
	public static MappedSegment createOrTakeOver(Path path, BufferLayout layout, Duration timeout) {
		while (true) {
			Optional<MappedSegment> segment = create(path, layout).or(() -> TakeOver.of(path, layout, timeout));
			if (segment.isPresent()) {
				return segment.get();
			}
		}
	}

	/**
	 * Opens a segment, waiting a while for its creator to finish it.
	 * @param path its file
	 * @param mode whether it shall be written to
	 * @return the segment
	 * @throws BufferNotFoundException if there is none of that name
	 * @throws BufferNotReadyException if it does not get ready
	 * @throws InvalidSegmentException if it cannot be a segment
	 */
	public static MappedSegment open(Path path, FileChannel.MapMode mode) {
		long deadline = System.nanoTime() + READY_TIMEOUT.toNanos();
		while (true) {
			Optional<FileIdentity> identity = SharedMemory.identity(path);
			if (identity.isEmpty()) {
				throw new BufferNotFoundException("There is no segment " + path
						+ ". Start its writer first, check name and directory, or attach with following() to wait for it");
			}
			Optional<MappedSegment> segment = tryOpen(path, mode, identity.get());
			if (segment.isPresent()) {
				return segment.get();
			}
			if (System.nanoTime() - deadline > 0) {
				throw new BufferNotReadyException("Segment " + path + " was not finished by its creator within "
						+ READY_TIMEOUT.toSeconds() + " s. If that process has died, unlink the segment");
			}
			Pause.of(READY_PAUSE_NANOS);
		}
	}

	/**
	 * Opens a segment if it is there and ready.
	 * @param path its file
	 * @return the segment, read-only; empty if it is not there, or not ready
	 * @throws InvalidSegmentException if it cannot be a segment
	 */
	public static Optional<MappedSegment> openIfReady(Path path) {
		return SharedMemory.identity(path)
			.flatMap((identity) -> tryOpen(path, FileChannel.MapMode.READ_ONLY, identity));
	}

	private static Optional<MappedSegment> tryOpen(Path path, FileChannel.MapMode mode, FileIdentity identity) {
		if (!identity.regular()) {
			throw new InvalidSegmentException(path
					+ " is not a usable segment: it is not a regular file. Remove it, or choose another buffer name");
		}
		try {
			return Interrupts.deferred(() -> tryMap(path, mode, identity));
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw SharedMemory.failed("open", path, ex);
		}
	}

	private static Optional<MappedSegment> tryMap(Path path, FileChannel.MapMode mode, FileIdentity identity)
			throws IOException {
		try (FileChannel channel = SharedMemory.open(path, FileChannel.MapMode.READ_WRITE.equals(mode));
				Arena arena = Arena.ofConfined()) {
			long size = channel.size();
			if (size < HeaderLayout.SLOTS_START) {
				return Optional.empty();
			}
			// by a read, not through a mapping: the file may have no memory behind it yet
			MemorySegment first = arena.allocate(HeaderLayout.HEADER_BYTES, Long.BYTES);
			read(channel, HeaderLayout.HEARTBEAT_OFFSET, first.asSlice(HeaderLayout.HEARTBEAT_OFFSET, Long.BYTES));
			long heartbeat = SegmentFields.getLong(first, HeaderLayout.HEARTBEAT_OFFSET);
			read(channel, 0, first);
			int magic = SegmentFields.getInt(first, HeaderLayout.MAGIC_OFFSET);
			boolean unfinished = heartbeat == HeaderLayout.HEARTBEAT_NEVER || magic == 0;
			if (unfinished && (magic == 0 || magic == HeaderLayout.MAGIC)) {
				return Optional.empty();
			}
			SegmentHeader header = SegmentHeader.parse(first, size, path);
			MappedSegment segment = MappedSegment.map(path, identity, header, channel, mode);
			if (segment.nameState() == NameState.HERE) {
				return Optional.of(segment);
			}
			// replaced between the look at the name and the open: which file this is
			// cannot be known
			segment.close();
			return Optional.empty();
		}
	}

	private static void read(FileChannel channel, long position, MemorySegment target) throws IOException {
		ByteBuffer buffer = target.asByteBuffer();
		while (buffer.hasRemaining()) {
			if (channel.read(buffer, position + buffer.position()) < 0) {
				return;
			}
		}
	}

}
