// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.MessageLayout;

/**
 * Reads the samples of one part that count: whole ones, with all that stands beside them.
 * Those that come later are not seen.
 */
interface PartReader extends Closeable {

	/** Opens a part. */
	static PartReader open(StreamFolder folder, int number, PartFacts facts) throws IOException {
		return switch (facts.layout()) {
			case ArrayLayout array -> new ArrayPartReader(folder, number, facts.stream(), array);
			case MessageLayout message -> new MessagePartReader(folder, number, facts.stream(), message);
		};
	}

	long count();

	Optional<RecordedRow> first() throws IOException;

	Optional<RecordedRow> last() throws IOException;

	/** Passes over the samples before a moment. */
	void skipTo(Instant from) throws IOException;

	Optional<RecordedSample> next() throws IOException;

}
