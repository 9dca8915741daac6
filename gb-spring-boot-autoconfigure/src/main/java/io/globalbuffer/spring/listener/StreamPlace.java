// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import io.globalbuffer.BufferReader;
import io.globalbuffer.Position;

/**
 * Where a reader stands, and what it has counted up to there.
 *
 * @param position the place in the stream
 * @param overruns samples that the reader has lost
 * @param skipped samples that it has passed over
 */
record StreamPlace(Position position, long overruns, long skipped) {

	/** For the thread that moves the reader's cursor. */
	static StreamPlace of(BufferReader<?> reader) {
		return new StreamPlace(reader.position(), reader.overruns(), reader.skipped());
	}

}
