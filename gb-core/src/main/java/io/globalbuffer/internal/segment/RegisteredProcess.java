// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.RegistryLayout;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.os.ProcessFiles;

/**
 * Where a registered reader is.
 *
 * @param pid the process, by its number in its pid namespace
 * @param startTime when it started, as the system counts; 0 if that is not known
 * @param pidNamespace the low half of the namespace's number; 0 if that is not known
 */
public record RegisteredProcess(long pid, long startTime, int pidNamespace) {

	/** Once all of it was seen: it does not change. */
	private static volatile @Nullable RegisteredProcess own;

	/**
	 * Returns this process.
	 * @return what its readers say
	 */
	public static RegisteredProcess own() {
		RegisteredProcess known = own;
		if (known != null) {
			return known;
		}
		RegisteredProcess seen = new RegisteredProcess(ProcessHandle.current().pid(), ProcessFiles.ownStartTime(),
				(int) ProcessFiles.ownPidNamespace());
		if (seen.startTime != 0 && seen.pidNamespace != 0) {
			own = seen;
		}
		return seen;
	}

	static RegisteredProcess in(MemorySegment entry) {
		return new RegisteredProcess(SegmentFields.getLong(entry, RegistryLayout.PID),
				SegmentFields.getLong(entry, RegistryLayout.START_TIME),
				SegmentFields.getInt(entry, RegistryLayout.PID_NAMESPACE));
	}

	/**
	 * Shows the process in an entry whose other fields are set: the pid last, with it the
	 * entry counts.
	 * @param entry the entry
	 */
	public void storeIn(MemorySegment entry) {
		SegmentFields.setLong(entry, RegistryLayout.START_TIME, this.startTime);
		SegmentFields.setInt(entry, RegistryLayout.PID_NAMESPACE, this.pidNamespace);
		SegmentFields.setLongRelease(entry, RegistryLayout.PID, this.pid);
	}

}
