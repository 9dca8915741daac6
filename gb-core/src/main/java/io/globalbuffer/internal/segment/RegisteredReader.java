// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

import io.globalbuffer.internal.layout.RegistryLayout;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.os.Grant;
import io.globalbuffer.internal.os.OpenFile;

/**
 * What a reader says of itself in the registry of a segment, as it was at one moment.
 *
 * @param entry the number of its entry
 * @param process where it is
 * @param mode how its cursor is used, 0 as long as it was not
 * @param cursor the next sequence it reads
 * @param overruns how many samples it lost
 * @param heartbeat when it was seen last, in nanoseconds since 1970
 */
public record RegisteredReader(int entry, RegisteredProcess process, int mode, long cursor, long overruns,
		long heartbeat) {

	/**
	 * Returns the readers that are there: each holds the lock of its entry. One that is
	 * just about to register is not among them.
	 * @param registry a copy of the registry
	 * @param file the segment
	 */
	static List<RegisteredReader> in(MemorySegment registry, OpenFile file) {
		List<RegisteredReader> readers = new ArrayList<>();
		for (int index = 0; index < RegistryLayout.ENTRIES; index++) {
			MemorySegment entry = registry.asSlice(index * RegistryLayout.ENTRY_BYTES, RegistryLayout.ENTRY_BYTES);
			// first: most entries were never used, and the kernel is not asked for them
			if (SegmentFields.getLong(entry, RegistryLayout.PID) != 0 && isHeld(file, index)) {
				readers.add(new RegisteredReader(index, RegisteredProcess.in(entry),
						SegmentFields.getInt(entry, RegistryLayout.MODE),
						SegmentFields.getLong(entry, RegistryLayout.CURSOR),
						SegmentFields.getLong(entry, RegistryLayout.OVERRUNS),
						SegmentFields.getLong(entry, RegistryLayout.HEARTBEAT)));
			}
		}
		return List.copyOf(readers);
	}

	/** A lock that a process holds that may only read is not a reader's. */
	private static boolean isHeld(OpenFile file, int index) {
		return file.shareable(RegistryLayout.offset(index), RegistryLayout.ENTRY_BYTES) == Grant.REFUSED;
	}

}
