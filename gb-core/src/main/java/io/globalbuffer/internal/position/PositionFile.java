// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.position;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.ReaderConflictException;
import io.globalbuffer.internal.layout.PositionLayout;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.Interrupts;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.os.NamelessFileException;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.NewFile;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.os.SegmentFiles;
import io.globalbuffer.internal.segment.SegmentPlace;

/**
 * The position of one identity, kept in a mapped file and held against other readers by a
 * lock that dies with the process. A store is a fact as soon as it is made, for whoever
 * maps the file after a kill; it is not written through to a disk. For one thread at a
 * time.
 */
public final class PositionFile implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(PositionFile.class);

	/** How often to begin again when others make and remove the file meanwhile. */
	private static final int ATTEMPTS = 100;

	/**
	 * The files that readers of this process hold; guarded by itself. Where there is
	 * nothing better than the JDK's lock, to open and close one again would give it up.
	 */
	static final Set<Path> HELD = new HashSet<>();

	private final Path path;

	private final OpenFile file;

	private final Arena arena;

	private final PositionMemory memory;

	private PositionFile(Path path, OpenFile file, Arena arena, PositionMemory memory) {
		this.path = path;
		this.file = file;
		this.arena = arena;
		this.memory = memory;
	}

	/**
	 * Opens or makes the file of an identity, and holds it.
	 * @param segment where the segment lies
	 * @param identity whose position it is
	 * @param first where it begins if there is no file yet
	 * @return the file, to be closed
	 * @throws ReaderConflictException if another reader holds it
	 * @throws io.globalbuffer.exception.SegmentAccessException if the directory does not
	 * permit to make it
	 * @throws PositionFileException if it is of no use
	 */
	public static PositionFile hold(Path segment, ReaderName identity, StreamPosition first) {
		Path path = PositionName.beside(segment.toAbsolutePath().normalize(), identity.buffer(), identity.identity());
		synchronized (HELD) {
			if (HELD.contains(path)) {
				throw conflict(identity, ProcessHandle.current().pid());
			}
			PositionFile held = hold(new SegmentPlace(path, Optional.empty()), identity, first);
			HELD.add(path);
			return held;
		}
	}

	private static PositionFile hold(SegmentPlace place, ReaderName identity, StreamPosition first) {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			Optional<FileFacts> facts = SegmentFiles.facts(place.path());
			Optional<PositionFile> held = facts.isPresent() ? open(place, facts.get(), identity, first)
					: create(place.path(), identity, first);
			if (held.isPresent()) {
				return held.get();
			}
		}
		throw new PositionFileException(place.path() + " is made and removed again and again", null);
	}

	private static Optional<PositionFile> create(Path path, ReaderName identity, StreamPosition first) {
		PositionFiles.removeOrphans(Objects.requireNonNull(path.getParent()));
		try {
			try {
				return Optional.of(make(NativeCalls.system().create(path), path, identity, first));
			}
			catch (NamelessFileException ex) {
				return Optional.of(make(NativeCalls.system().createNamed(path), path, identity, first));
			}
		}
		catch (FileAlreadyExistsException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw SegmentFiles.refused("keep the position of " + identity + " in " + path, path, ex);
		}
	}

	/** Whole, and held, before it has its name: where files can be nameless. */
	private static PositionFile make(NewFile file, Path path, ReaderName identity, StreamPosition first)
			throws IOException {
		try {
			PositionFile made = map(file, path);
			try {
				made.takeHold(path, identity);
				made.memory.begin(identity.buffer(), identity.identity(), first);
				MemoryFaults.surface();
				file.appear();
				return made;
			}
			catch (IOException | RuntimeException | Error ex) {
				made.arena.close();
				throw ex;
			}
		}
		catch (ReaderConflictException ex) {
			// had its name from the start, and is another reader's by now
			file.close();
			throw ex;
		}
		catch (IOException | RuntimeException | Error ex) {
			file.discard();
			throw ex;
		}
	}

	private static Optional<PositionFile> open(SegmentPlace place, FileFacts facts, ReaderName identity,
			StreamPosition first) {
		try {
			place.check(facts);
			return hold(NativeCalls.system().open(place.path(), true), place, identity, first);
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (ReaderConflictException | PositionFileException ex) {
			throw ex;
		}
		catch (IOException ex) {
			// whose own message may be no more than the file's name
			throw unusable(SegmentFiles.refused("open " + place.path(), place.path(), ex));
		}
		catch (InternalError | GlobalBufferException ex) {
			throw unusable(ex);
		}
	}

	private static PositionFileException unusable(Throwable cause) {
		return new PositionFileException(String.valueOf(cause.getMessage()), cause);
	}

	private static Optional<PositionFile> hold(OpenFile file, SegmentPlace place, ReaderName identity,
			StreamPosition first) throws IOException {
		boolean held = false;
		try {
			FileFacts opened = file.facts();
			place.check(opened);
			PositionFile position = map(file, place.path());
			try {
				position.takeHold(place.path(), identity);
				// who removes it holds it: it may be gone by now
				if (SegmentFiles.facts(place.path()).filter(opened::isSameFile).isPresent()) {
					position.repair(place.path(), identity, first);
					MemoryFaults.surface();
					held = true;
				}
				return held ? Optional.of(position) : Optional.empty();
			}
			finally {
				if (!held) {
					position.arena.close();
				}
			}
		}
		finally {
			if (!held) {
				file.close();
			}
		}
	}

	private static PositionFile map(OpenFile file, Path path) throws IOException {
		if (!file.allocate(PositionLayout.BYTES)) {
			throw new PositionFileException("There is no room for the " + PositionLayout.BYTES + " bytes of " + path,
					null);
		}
		Arena arena = Arena.ofShared();
		try {
			MemorySegment memory = Interrupts.deferred(() -> {
				try (FileChannel channel = file.channel(true)) {
					return channel.map(FileChannel.MapMode.READ_WRITE, 0, PositionLayout.BYTES, arena);
				}
			});
			return new PositionFile(path, file, arena, new PositionMemory(memory));
		}
		catch (IOException | RuntimeException | Error ex) {
			arena.close();
			throw ex;
		}
	}

	/** After it was mapped: what the JDK offers would give up the lock for that. */
	private void takeHold(Path path, ReaderName identity) {
		switch (this.file.hold()) {
			case GRANTED -> this.memory.storeHolder(ProcessHandle.current().pid());
			case REFUSED -> throw conflict(identity, this.memory.holder());
			case UNSUPPORTED ->
				throw new PositionFileException("there are no locks in the file system of " + path, null);
		}
	}

	private static ReaderConflictException conflict(ReaderName identity, long pid) {
		String holder = (pid == ProcessHandle.current().pid()) ? "this process (" + pid + ")" : "process " + pid;
		return new ReaderConflictException("The identity of " + identity + " is held by another reader, in " + holder
				+ ". Close that one, wait for it (following), or take another identity");
	}

	private void repair(Path path, ReaderName identity, StreamPosition first) {
		if (!this.memory.isOf(identity.buffer(), identity.identity())) {
			if (!this.memory.isBlank()) {
				logger.warn("{} is damaged: {} starts anew, and what it has read may come again or be missing", path,
						identity);
			}
			this.memory.begin(identity.buffer(), identity.identity(), first);
		}
	}

	/**
	 * Where the identity stands.
	 * @return the position
	 */
	public StreamPosition position() {
		return this.memory.position();
	}

	/**
	 * Moves on within the segment; one store.
	 * @param sequence the next sequence to read
	 * @throws InternalError if memory of the file was taken away
	 * @throws IllegalStateException if it is closed
	 */
	public void advance(long sequence) {
		this.memory.advance(sequence);
		MemoryFaults.surface();
	}

	/**
	 * Moves anywhere, in one step for whoever comes next.
	 * @param position where to
	 * @throws InternalError if memory of the file was taken away
	 * @throws IllegalStateException if it is closed
	 */
	public void move(StreamPosition position) {
		this.memory.move(position);
		MemoryFaults.surface();
	}

	/** Unmaps the file and lets go of it; the position stays. */
	@Override
	public void close() {
		synchronized (HELD) {
			// the lock last: who gets it next must be the only one that stores
			this.arena.close();
			this.file.close();
			HELD.remove(this.path);
		}
	}

}
