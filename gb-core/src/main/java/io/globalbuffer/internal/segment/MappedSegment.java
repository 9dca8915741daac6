// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.RegistryLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.os.FileFacts;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.Interrupts;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.os.SegmentFiles;
import io.globalbuffer.schema.BufferLayout;

/**
 * One mapped segment. Users are counted: the last one to close it unmaps it. Safe for use
 * by many threads; an access after the last close is an {@link IllegalStateException},
 * one to memory that was taken away an {@link InternalError}, to be reported to
 * {@link #lost}.
 */
public final class MappedSegment implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(MappedSegment.class);

	private final Path path;

	private final OpenFile file;

	private final FileFacts facts;

	private final SegmentHeader header;

	private final Arena arena;

	private final MemorySegment memory;

	private final RegistryPage registry;

	/** Of those that read and write through the window. */
	private final Passages passages = new Passages();

	private final MemoryLoss loss;

	private int users = 1;

	/** Tries again what the last user could not do. */
	private @Nullable BackgroundTask unmapping;

	private MappedSegment(Path path, OpenFile file, FileFacts facts, SegmentHeader header, Arena arena,
			MemorySegment memory) {
		this.path = path;
		this.file = file;
		this.facts = facts;
		this.header = header;
		this.arena = arena;
		this.memory = memory;
		this.registry = new RegistryPage(file, header.geometry());
		this.loss = new MemoryLoss(path, this.passages);
	}

	/**
	 * Maps a file whose header is known.
	 * @param path its name
	 * @param file the file; if this succeeds it is closed with the segment
	 * @param header its header
	 * @param writable whether it shall be written to
	 * @return the segment, used once
	 * @throws EOFException if it is shorter than its header states by now
	 * @throws IOException if it cannot be mapped
	 */
	static MappedSegment map(Path path, OpenFile file, SegmentHeader header, boolean writable) throws IOException {
		FileFacts facts = file.facts();
		FileChannel.MapMode mode = writable ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY;
		Arena arena = Arena.ofShared();
		try {
			MemorySegment memory = Interrupts.deferred(() -> {
				try (FileChannel channel = file.channel(writable)) {
					if (channel.size() < header.geometry().slotsEnd()) {
						throw new EOFException(path + " is shorter than its header states");
					}
					return channel.map(mode, 0, header.geometry().slotsEnd(), arena);
				}
			});
			MappedSegment segment = new MappedSegment(path, file, facts, header, arena, memory);
			segment.registry.look();
			return segment;
		}
		catch (IOException | RuntimeException | Error ex) {
			arena.close();
			throw ex;
		}
	}

	/**
	 * Returns what the segment's header states and never changes.
	 * @return the header
	 */
	SegmentHeader header() {
		return this.header;
	}

	/**
	 * Whether a writer has filled the extension block, as far as was noticed. Until one
	 * has, the block must not be read through the mapping: it is a hole in a segment of
	 * Python, for which a read would take memory.
	 * @return {@code true} once it was seen
	 */
	public boolean isExtended() {
		return this.registry.isExtended();
	}

	/**
	 * Counts another user.
	 * @return this segment
	 * @throws IllegalStateException if it is unmapped
	 */
	public synchronized MappedSegment share() {
		if (this.users == 0) {
			throw new IllegalStateException("Already closed");
		}
		this.users++;
		return this;
	}

	/**
	 * Counts a user less. Where a thread is inside a passage or a system call still uses
	 * the memory, the last one leaves the unmapping to the background thread.
	 */
	@Override
	public synchronized void close() {
		if (--this.users > 0) {
			return;
		}
		SharedMappings.remove(this);
		if (!unmap()) {
			logger.debug("Segment {} is unmapped later: its memory is still used", this.path);
			this.unmapping = BackgroundThread.WATCH.task(this.path, BackgroundThread.INTERVAL, this::unmapLater);
			this.unmapping.start();
		}
	}

	private synchronized void unmapLater() {
		if (this.unmapping != null && unmap()) {
			this.unmapping.cancel();
			this.unmapping = null;
		}
	}

	/** Whether nothing uses the memory any more. */
	private boolean unmap() {
		if (!this.passages.closeAll() || !this.registry.unmap()) {
			return false;
		}
		try {
			this.arena.close();
		}
		catch (IllegalStateException ex) {
			return false;
		}
		// the lock last: who gets it next must be the only one that can write
		this.file.close();
		return true;
	}

	public Path path() {
		return this.path;
	}

	/**
	 * The ways through the window, one for each handle.
	 * @return the passages
	 */
	public Passages passages() {
		return this.passages;
	}

	public BufferLayout layout() {
		return this.header.layout();
	}

	public RingGeometry geometry() {
		return this.header.geometry();
	}

	public MemorySegment memory() {
		return this.memory;
	}

	/**
	 * The segment's second page, for a reader that writes to it.
	 * @return the page, writable, from {@link RegistryLayout#START} on; empty if this
	 * process may not write to it, or not at present
	 */
	public Optional<MemorySegment> registry() {
		return isLost() ? Optional.empty() : this.registry.memory();
	}

	/** How readers write to the segment, and whether they may. */
	RegistryPage registryPage() {
		return this.registry;
	}

	FileFacts facts() {
		return this.facts;
	}

	/**
	 * Returns where the segment's name leads by now.
	 * @return here, nowhere or elsewhere
	 */
	NameState nameState() {
		NameState state = nameState(SegmentFiles.facts(this.path).orElse(null));
		warnIfLost();
		return state;
	}

	/**
	 * Returns where the segment's name led. Notes on the way if the file has become too
	 * short: who waits touches nothing but the header, which may still be there.
	 * @param there what was seen there; {@code null} if it led nowhere
	 * @return here, nowhere or elsewhere
	 */
	NameState nameState(@Nullable FileFacts there) {
		if (there == null) {
			return NameState.GONE;
		}
		if (!there.isSameFile(this.facts)) {
			return NameState.ELSEWHERE;
		}
		if (there.size() < geometry().slotsEnd()) {
			note(new InternalError("the file was truncated to " + there.size() + " bytes"));
		}
		return NameState.HERE;
	}

	/**
	 * Whether another mapping is of the same file.
	 * @param other the other one
	 * @return {@code true} if both share their memory
	 */
	public boolean isSameFile(MappedSegment other) {
		return this.facts.isSameFile(other.facts);
	}

	/**
	 * Notes that memory of the segment was taken away. Nothing of it can be trusted any
	 * more, though other parts of it may still be there.
	 * @param fault what an access threw
	 * @return what to throw instead
	 */
	public BufferLostException lost(InternalError fault) {
		note(fault);
		warnIfLost();
		return this.loss.exception(fault);
	}

	/**
	 * Notes that memory of the segment was taken away, and leaves it to others to say so.
	 * For those who must not wait, as for a log.
	 */
	void note(InternalError fault) {
		this.loss.note(fault);
	}

	/** Warns once that memory of the segment was taken away, if it was. */
	void warnIfLost() {
		this.loss.warn();
	}

	/**
	 * Whether memory of the segment was taken away, as far as was noticed.
	 * @return {@code true} once that was noted
	 */
	public boolean isLost() {
		return this.loss.isNoted();
	}

	/**
	 * Refuses the use of a segment whose memory was taken away.
	 * @throws BufferLostException if it was
	 */
	public void requireIntact() {
		this.loss.requireNone();
	}

	/**
	 * Samples committed so far.
	 * @return the count; 0 for one that no writer reaches
	 */
	public long count() {
		return Math.max(0, SegmentFields.getLongAcquire(this.memory, HeaderLayout.COUNT_OFFSET));
	}

	/**
	 * Samples committed so far.
	 * @return the count; 0 if memory of the segment was taken away, which is noted
	 */
	public long countIfIntact() {
		if (isLost()) {
			return 0;
		}
		try {
			long count = count();
			MemoryFaults.surface();
			return count;
		}
		catch (InternalError ex) {
			lost(ex);
			return 0;
		}
	}

	public long writerPid() {
		return SegmentFields.getLongOpaque(this.memory, HeaderLayout.WRITER_PID_OFFSET);
	}

	public long heartbeat() {
		return SegmentFields.getLongAcquire(this.memory, HeaderLayout.HEARTBEAT_OFFSET);
	}

	/**
	 * Which segment it is, whoever writes it.
	 * @return the identity
	 */
	public SegmentIdentity identity() {
		try {
			return SegmentIdentity.of(FirstPages.read(this.file), this.facts);
		}
		catch (IOException ex) {
			return SegmentIdentity.of(this.facts);
		}
	}

	/** What the lock says of the writer. */
	LockState writerLock() {
		Grant asked = WriterLock.ask(this.file);
		if (asked == Grant.REFUSED) {
			return LockState.HELD;
		}
		try {
			return WriterLock.state(asked, ExtensionWords.read(this.file, geometry()).isWrittenUnderLock());
		}
		catch (IOException ex) {
			// who wrote it cannot be told any more
			return LockState.SILENT;
		}
	}

	@Override
	public String toString() {
		return this.path + " (" + this.header.layout().describe() + ")";
	}

}
