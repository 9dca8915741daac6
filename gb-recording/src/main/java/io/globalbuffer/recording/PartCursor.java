// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Samples of one part, in order.
 */
interface PartCursor extends Closeable {

	/** Without any. */
	PartCursor EMPTY = new PartCursor() {

		@Override
		public Optional<RecordedSample> next() {
			return Optional.empty();
		}

		@Override
		public void close() {
			// nothing is open
		}

	};

	/** The next sample; empty behind the last. */
	Optional<RecordedSample> next() throws IOException;

}
