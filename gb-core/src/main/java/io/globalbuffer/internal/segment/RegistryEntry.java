// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntSupplier;

import io.globalbuffer.internal.layout.RegistryLayout;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.OpenFile;
import io.globalbuffer.internal.ring.RingReader;

/**
 * A reader's entry in the registry of a segment: its own as long as it holds the lock of
 * it, which the kernel frees when the process dies.
 */
final class RegistryEntry implements AutoCloseable {

	private static final int ALIVE = 1;

	private final int index;

	/** Holds the lock. */
	private final OpenFile file;

	/**
	 * Of this entry alone: once it is closed, no thread can store into an entry that
	 * another reader may have by then.
	 */
	private final Arena arena;

	private final MemorySegment fields;

	private RegistryEntry(int index, OpenFile file, Arena arena, MemorySegment fields) {
		this.index = index;
		this.file = file;
		this.arena = arena;
		this.fields = fields;
	}

	/**
	 * Takes the first entry that is free.
	 * @param segment a segment that lets readers write
	 * @return the entry, with nothing of an earlier reader in it, and not in sight yet;
	 * empty if there is none, or the segment's name leads elsewhere
	 * @throws IOException if the segment cannot be opened for writing, or not at present
	 */
	static Optional<RegistryEntry> claim(MappedSegment segment) throws IOException {
		OpenFile file = NativeCalls.system().open(segment.path(), true);
		try {
			OptionalInt index = file.facts().isSameFile(segment.facts()) ? lock(file) : OptionalInt.empty();
			if (index.isPresent()) {
				return Optional.of(map(index.getAsInt(), file));
			}
		}
		catch (IOException | RuntimeException | Error ex) {
			file.close();
			throw ex;
		}
		file.close();
		return Optional.empty();
	}

	private static OptionalInt lock(OpenFile file) {
		for (int index = 0; index < RegistryLayout.ENTRIES; index++) {
			if (file.lock(RegistryLayout.offset(index), RegistryLayout.ENTRY_BYTES) == Grant.GRANTED) {
				return OptionalInt.of(index);
			}
		}
		return OptionalInt.empty();
	}

	private static RegistryEntry map(int index, OpenFile file) throws IOException {
		Arena arena = Arena.ofShared();
		try {
			MemorySegment fields = RegistryPage.map(file, arena)
				.asSlice(index * RegistryLayout.ENTRY_BYTES, RegistryLayout.ENTRY_BYTES);
			// the pid of a reader that was killed first
			SegmentFields.setLongRelease(fields, RegistryLayout.PID, 0);
			fields.fill((byte) 0);
			return new RegistryEntry(index, file, arena, fields);
		}
		catch (IOException | RuntimeException | Error ex) {
			arena.close();
			throw ex;
		}
	}

	int index() {
		return this.index;
	}

	/**
	 * Lets the reader store its cursor, and monitors see all of it.
	 * @param ring the reader
	 * @param mode how its cursor is used
	 */
	void show(RingReader<?> ring, IntSupplier mode) {
		SegmentFields.setLong(this.fields, RegistryLayout.INDEX, this.index);
		SegmentFields.setInt(this.fields, RegistryLayout.ALIVE, ALIVE);
		ring.showIn(this.fields);
		refresh(ring, mode);
		RegisteredProcess.own().storeIn(this.fields);
	}

	/**
	 * Stores what the reader does not store itself, or not at each move of its cursor.
	 * @param ring the reader
	 * @param mode how its cursor is used
	 */
	void refresh(RingReader<?> ring, IntSupplier mode) {
		long shown = SegmentFields.getLongOpaque(this.fields, RegistryLayout.CURSOR);
		long cursor = ring.cursor();
		if (shown < cursor) {
			// not if the reader has just moved on, and shows that itself
			SegmentFields.compareAndSetLong(this.fields, RegistryLayout.CURSOR, shown, cursor);
		}
		SegmentFields.setLongOpaque(this.fields, RegistryLayout.OVERRUNS, ring.overruns());
		SegmentFields.setIntOpaque(this.fields, RegistryLayout.MODE, mode.getAsInt());
		long heartbeat = SegmentFields.getLongOpaque(this.fields, RegistryLayout.HEARTBEAT);
		SegmentFields.setLongOpaque(this.fields, RegistryLayout.HEARTBEAT, HeartbeatClock.stamp(heartbeat));
	}

	@Override
	public void close() {
		try {
			SegmentFields.setInt(this.fields, RegistryLayout.ALIVE, 0);
			SegmentFields.setLongRelease(this.fields, RegistryLayout.PID, 0);
			MemoryFaults.surface();
		}
		catch (InternalError ex) {
			// the registry itself is gone
		}
		finally {
			try {
				this.arena.close();
			}
			finally {
				// the lock last: the entry is another reader's from then on
				this.file.close();
			}
		}
	}

}
