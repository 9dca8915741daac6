// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.RegistryLayout;
import io.globalbuffer.internal.segment.RegisteredProcess;
import io.globalbuffer.internal.segment.RegisteredReader;

/**
 * A reader of a segment, as it says of itself in the segment's registry, for every
 * process to see. On Linux each Java reader with a cursor of its own registers, forks and
 * subscriptions too: where its process has native access and may write to the segment,
 * the writer holds a lock, as Java's do, and no more than 62 others are registered.
 * Python readers do not. Nothing but a listing depends on it.
 *
 * @param entry the number of its entry, from 0
 * @param pid its process, by the number it has in its pid namespace
 * @param pidNamespace the low 32 bits of that namespace's number; 0 if it is not known
 * @param ofThisProcess whether it is a reader of this very process
 * @param mode how its cursor moves; empty as long as it was not used, as that of a reader
 * that is asked for the newest sample only
 * @param cursor the next sequence it reads: exact where it has read all there is; of one
 * that lags 64 samples and half a second old at most
 * @param lag how many samples of the segment the cursor is behind, those it has lost
 * included
 * @param overruns how many samples of the segment it lost; as mode and heartbeat at most
 * half a second old
 * @param heartbeat when it was seen last; every half a second while it is there
 */
public record ReaderInfo(int entry, long pid, long pidNamespace, boolean ofThisProcess, Optional<ReadMode> mode,
		long cursor, long lag, long overruns, Instant heartbeat) {

	static List<ReaderInfo> of(List<RegisteredReader> readers, long count) {
		RegisteredProcess own = RegisteredProcess.own();
		return readers.stream().map((reader) -> of(reader, own, count)).toList();
	}

	private static ReaderInfo of(RegisteredReader reader, RegisteredProcess own, long count) {
		RegisteredProcess process = reader.process();
		return new ReaderInfo(reader.entry(), process.pid(), Integer.toUnsignedLong(process.pidNamespace()),
				process.equals(own), mode(reader.mode()), reader.cursor(),
				Math.max(0, count - Math.max(0, reader.cursor())), reader.overruns(),
				Instant.EPOCH.plusNanos(reader.heartbeat()));
	}

	private static Optional<ReadMode> mode(int registered) {
		return switch (registered) {
			case RegistryLayout.MODE_NEXT -> Optional.of(ReadMode.NEXT);
			case RegistryLayout.MODE_LATEST -> Optional.of(ReadMode.LATEST);
			default -> Optional.empty();
		};
	}

	/** The number by which the registry knows a mode. */
	static int registered(@Nullable ReadMode mode) {
		return switch (mode) {
			case NEXT -> RegistryLayout.MODE_NEXT;
			case LATEST -> RegistryLayout.MODE_LATEST;
			case null -> RegistryLayout.MODE_UNUSED;
		};
	}

}
