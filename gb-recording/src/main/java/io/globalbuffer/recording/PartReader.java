// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.MessageLayout;

/**
 * Reads the samples of one part that count: whole ones, with all that stands beside them.
 * Those that come later are not seen. Nothing is kept open.
 */
interface PartReader {

	/** Looks at a part. */
	static PartReader of(StreamFolder folder, int number, PartFacts facts) throws IOException {
		return switch (facts.layout()) {
			case ArrayLayout array -> new ArrayPartReader(folder, number, facts.stream(), array);
			case MessageLayout message -> new MessagePartReader(folder, number, facts.stream(), message);
		};
	}

	long count();

	Optional<RecordedRow> first();

	Optional<RecordedRow> last();

	/** Opens its samples, without those before a moment. */
	PartCursor samples(Instant from) throws IOException;

}
