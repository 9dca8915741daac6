// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import java.lang.foreign.MemorySegment;

import io.globalbuffer.internal.layout.RegistryLayout;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.segment.RegisteredProcess;

/**
 * An entry of the registry, left behind by a reader that was killed. Its next owner, who
 * has the lock of it already, takes it while a monitor looks.
 */
final class StressedEntry {

	private static final long KILLED = 1;

	private static final long OWNER = 2;

	private final MemorySegment entry = MappedMemory.piece().asSlice(0, RegistryLayout.ENTRY_BYTES);

	StressedEntry() {
		show(KILLED);
	}

	/** Takes the entry: the pid first to go, and last to come. */
	void take() {
		SegmentFields.setLongRelease(this.entry, RegistryLayout.PID, 0);
		this.entry.fill((byte) 0);
		show(OWNER);
	}

	/** Takes the entry as {@link #take} does, but shows its pid too early. */
	void takePidFirst() {
		this.entry.fill((byte) 0);
		SegmentFields.setLongRelease(this.entry, RegistryLayout.PID, OWNER);
		show(OWNER);
	}

	private void show(long reader) {
		SegmentFields.setLong(this.entry, RegistryLayout.CURSOR, reader);
		new RegisteredProcess(reader, reader, (int) reader).storeIn(this.entry);
	}

	/**
	 * Looks at the entry as monitors do.
	 * @return whose pid it has, and {@code torn} if it is the owner's with anything but
	 * its own fields
	 */
	String look() {
		long pid = SegmentFields.getLongAcquire(this.entry, RegistryLayout.PID);
		long startTime = SegmentFields.getLong(this.entry, RegistryLayout.START_TIME);
		long cursor = SegmentFields.getLong(this.entry, RegistryLayout.CURSOR);
		int namespace = SegmentFields.getInt(this.entry, RegistryLayout.PID_NAMESPACE);
		if (pid != OWNER) {
			return (pid == KILLED) ? "killed" : "none";
		}
		return (startTime == OWNER && cursor == OWNER && namespace == (int) OWNER) ? "owner" : StressedRing.TORN;
	}

}
