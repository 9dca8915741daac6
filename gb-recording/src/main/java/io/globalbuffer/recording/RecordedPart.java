// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.time.Instant;
import java.util.Optional;

import io.globalbuffer.schema.BufferLayout;

/**
 * What one part of a recorded stream holds: its samples come from one segment.
 *
 * @param number the number by which its files are called
 * @param layout what the stream held
 * @param count how many samples it has
 * @param missed how many samples are missing, before its first one or between them
 * @param first when its first sample was published, or else recorded; empty without one
 * @param last the same of its last sample
 */
public record RecordedPart(int number, BufferLayout layout, long count, long missed, Optional<Instant> first,
		Optional<Instant> last) {

	static RecordedPart of(int number, BufferLayout layout, PartReader reader) {
		Optional<RecordedRow> first = reader.first();
		Optional<RecordedRow> last = reader.last();
		long missed = 0;
		if (first.isPresent() && last.isPresent()) {
			// sequences of one segment leave out what is missing
			missed = first.get().missed() + last.get().sequence() - first.get().sequence() + 1 - reader.count();
		}
		return new RecordedPart(number, layout, reader.count(), missed, first.map(RecordedRow::time),
				last.map(RecordedRow::time));
	}

}
