package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.os.FileIdentity;
import io.globalbuffer.internal.os.SharedMemory;
import io.globalbuffer.schema.BufferLayout;

/**
 * One mapped segment. Users are counted: the last one to close it unmaps it. Safe for use
 * by many threads; an access after the last close is an {@link IllegalStateException}.
 */
public final class MappedSegment implements AutoCloseable {

	/** What this process writes, to tell itself from a dead process of the same id. */
	private static final Set<FileIdentity> WRITTEN_HERE = ConcurrentHashMap.newKeySet();

	private final Path path;

	private final FileIdentity identity;

	private final SegmentHeader header;

	private final Arena arena;

	private final MemorySegment memory;

	private int users = 1;

	private boolean writer;

	private MappedSegment(Path path, FileIdentity identity, SegmentHeader header, Arena arena, MemorySegment memory) {
		this.path = path;
		this.identity = identity;
		this.header = header;
		this.arena = arena;
		this.memory = memory;
	}

	/**
	 * Maps a file of which the header is known.
	 * @param path its name
	 * @param identity which file that is
	 * @param header its header
	 * @param channel the open file
	 * @param mode whether it shall be written to
	 * @return the segment, used once
	 * @throws IOException if it cannot be mapped
	 */
	static MappedSegment map(Path path, FileIdentity identity, SegmentHeader header, FileChannel channel,
			FileChannel.MapMode mode) throws IOException {
		Arena arena = Arena.ofShared();
		try {
			MemorySegment memory = channel.map(mode, 0, header.geometry().slotsEnd(), arena);
			return new MappedSegment(path, identity, header, arena, memory);
		}
		catch (IOException | RuntimeException ex) {
			arena.close();
			throw ex;
		}
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

	@Override
	public synchronized void close() {
		if (--this.users == 0) {
			if (this.writer) {
				WRITTEN_HERE.remove(this.identity);
			}
			this.arena.close();
		}
	}

	public Path path() {
		return this.path;
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
	 * Where the segment's name leads by now.
	 * @return here, nowhere or elsewhere
	 */
	public NameState nameState() {
		Optional<FileIdentity> now = SharedMemory.identity(this.path);
		if (now.isEmpty()) {
			return NameState.GONE;
		}
		return now.get().equals(this.identity) ? NameState.HERE : NameState.ELSEWHERE;
	}

	/**
	 * Whether another mapping is of the same file.
	 * @param other the other one
	 * @return {@code true} if both share their memory
	 */
	public boolean isSameFile(MappedSegment other) {
		return this.identity.equals(other.identity);
	}

	public long count() {
		return SegmentFields.getLongAcquire(this.memory, HeaderLayout.COUNT_OFFSET);
	}

	public long writerPid() {
		return SegmentFields.getLongOpaque(this.memory, HeaderLayout.WRITER_PID_OFFSET);
	}

	public long heartbeat() {
		return SegmentFields.getLongAcquire(this.memory, HeaderLayout.HEARTBEAT_OFFSET);
	}

	/**
	 * Stamps the writer's heartbeat.
	 */
	public void stamp() {
		SegmentFields.setLongRelease(this.memory, HeaderLayout.HEARTBEAT_OFFSET, HeartbeatClock.stamp(heartbeat()));
	}

	/**
	 * Says that the writer has gone: stale by either clock, and the data still there.
	 */
	public synchronized void stampClosed() {
		// first, so that it does not undo the claim of a successor in this process
		if (this.writer) {
			this.writer = false;
			WRITTEN_HERE.remove(this.identity);
		}
		SegmentFields.setLongRelease(this.memory, HeaderLayout.HEARTBEAT_OFFSET, HeaderLayout.HEARTBEAT_CLOSED);
	}

	/**
	 * Becomes the writer of a segment whose writer has gone. Of several processes that
	 * try at once only one succeeds, since only one changes the heartbeat that all have
	 * seen.
	 * @param seenHeartbeat the heartbeat by which the old writer was judged
	 * @return whether this process is the writer now
	 */
	boolean claim(long seenHeartbeat) {
		if (!SegmentFields.compareAndSetLong(this.memory, HeaderLayout.HEARTBEAT_OFFSET, seenHeartbeat,
				HeartbeatClock.stamp(HeaderLayout.HEARTBEAT_NEVER))) {
			return false;
		}
		becomeWriter();
		return true;
	}

	/**
	 * Finishes a new segment: pid, heartbeat, and the magic last, since Python readers
	 * look at nothing else.
	 */
	void publish() {
		becomeWriter();
		stamp();
		SegmentFields.setIntRelease(this.memory, HeaderLayout.MAGIC_OFFSET, HeaderLayout.MAGIC);
	}

	/**
	 * Whether a handle of this process writes the segment.
	 * @return {@code true} from the claim on until the writer closes
	 */
	boolean isWrittenHere() {
		return WRITTEN_HERE.contains(this.identity);
	}

	private synchronized void becomeWriter() {
		SegmentFields.setLongOpaque(this.memory, HeaderLayout.WRITER_PID_OFFSET, ProcessHandle.current().pid());
		this.writer = true;
		WRITTEN_HERE.add(this.identity);
	}

	@Override
	public String toString() {
		return this.path + " (" + this.header.layout().describe() + ")";
	}

}
