// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.globalbuffer.exception.GlobalBufferException;

/**
 * Where a mirror keeps its {@link MirrorNote}: a hidden file beside the segment, which
 * the mirror holds against others as long as it runs. A store is a fact as soon as it is
 * made, for the process that comes after a kill; it is not written through to a disk, as
 * little as the segment is. For one thread at a time.
 */
final class MirrorJournal implements AutoCloseable {

	/** Neither Python nor a listing takes it for a segment. */
	private static final String PREFIX = ".gbmirror_";

	/** So much of the segment's name as tells people which it is. */
	private static final int LONGEST_PART = 64;

	private static final int DIGEST_BYTES = 16;

	private static final Set<OpenOption> OPTIONS = Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ,
			StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

	private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

	/** Belongs to the user of this process. */
	private static final Path SELF = Path.of("/proc/self");

	/**
	 * The files that mirrors of this process hold: to close one that was opened once more
	 * would give up its lock.
	 */
	private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

	private final Path path;

	private final FileChannel channel;

	private final Arena arena;

	private final MirrorNoteMemory memory;

	private MirrorJournal(Path path, FileChannel channel, Arena arena, MirrorNoteMemory memory) {
		this.path = path;
		this.channel = channel;
		this.arena = arena;
		this.memory = memory;
	}

	/**
	 * Opens or makes the journal of a segment, and holds it.
	 * @param directory where the segment lies
	 * @param segment the segment's name
	 * @param source what is mirrored: a note about something else counts as none
	 * @return the journal, to be closed; empty while another mirror holds it
	 * @throws GlobalBufferException if the file cannot be used
	 */
	static Optional<MirrorJournal> hold(Path directory, String segment, String source) {
		Path path = directory.toAbsolutePath().normalize().resolve(fileName(segment));
		if (!HELD.add(path)) {
			return Optional.empty();
		}
		boolean held = false;
		try {
			Optional<MirrorJournal> journal = open(path, source);
			held = journal.isPresent();
			return journal;
		}
		catch (IOException ex) {
			throw new GlobalBufferException(
					"Cannot keep in " + path + " how far the mirror of '" + segment + "' has come: " + ex, ex);
		}
		finally {
			if (!held) {
				HELD.remove(path);
			}
		}
	}

	private static Optional<MirrorJournal> open(Path path, String source) throws IOException {
		FileChannel channel = FileChannel.open(path, OPTIONS, OWNER_ONLY);
		Arena arena = Arena.ofShared();
		boolean held = false;
		try {
			if (Files.exists(SELF) && !Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(SELF))) {
				throw new IOException("the file belongs to another user");
			}
			if (channel.tryLock() == null) {
				return Optional.empty();
			}
			allocate(channel);
			MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, MirrorNoteMemory.BYTES, arena);
			MirrorJournal journal = new MirrorJournal(path, channel, arena, new MirrorNoteMemory(memory));
			journal.memory.begin(digest(source));
			held = true;
			return Optional.of(journal);
		}
		catch (OverlappingFileLockException ex) {
			return Optional.empty();
		}
		finally {
			if (!held) {
				arena.close();
				channel.close();
			}
		}
	}

	/** A file with holes would need memory later, when there may be none. */
	private static void allocate(FileChannel channel) throws IOException {
		ByteBuffer zeros = ByteBuffer.allocate((int) Math.max(0, MirrorNoteMemory.BYTES - channel.size()));
		long position = channel.size();
		while (zeros.hasRemaining()) {
			position += channel.write(zeros, position);
		}
	}

	private static String fileName(String segment) {
		String part = segment.substring(0, Math.min(LONGEST_PART, segment.length()));
		return PREFIX + part + "." + HexFormat.of().formatHex(digest(segment));
	}

	private static byte[] digest(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return Arrays.copyOf(digest, DIGEST_BYTES);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * What was noted last.
	 * @return the note; empty if nothing was, or it is damaged
	 */
	Optional<MirrorNote> note() {
		return this.memory.note();
	}

	/**
	 * Notes something.
	 * @param note what to note
	 */
	void note(MirrorNote note) {
		this.memory.store(note);
	}

	/**
	 * Notes that the mirror is about to write another sample of the same segment into the
	 * same segment, from the same partition as the last one.
	 * @param sequence the sample's sequence at the origin
	 * @param localSequence its sequence here
	 * @param offset where its record lies
	 */
	void advance(long sequence, long localSequence, long offset) {
		this.memory.advance(sequence, localSequence, offset);
	}

	/** Lets go of the file, which stays. */
	@Override
	public void close() {
		try {
			// the lock last: who gets it next must be the only one that stores
			this.arena.close();
			this.channel.close();
		}
		catch (IOException ex) {
			throw new GlobalBufferException("Cannot close " + this.path + ": " + ex, ex);
		}
		finally {
			HELD.remove(this.path);
		}
	}

}
