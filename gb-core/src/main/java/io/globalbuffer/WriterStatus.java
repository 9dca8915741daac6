// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of a segment's writer at one moment.
 *
 * @param state the verdict
 * @param alive whether the last heartbeat is younger than the liveness timeout: Python's
 * {@code writer_alive}, but for both clocks its versions stamp
 * @param pid the process id the writer left in the segment; empty without a segment
 * @param lastHeartbeat when it last stamped; empty if it never did, or closed
 * @param heartbeatAge how long ago that was, zero if it lies in the future
 */
public record WriterStatus(WriterState state, boolean alive, OptionalLong pid, Optional<Instant> lastHeartbeat,
		Optional<Duration> heartbeatAge) {

	static final WriterStatus UNKNOWN = new WriterStatus(WriterState.UNKNOWN, false, OptionalLong.empty(),
			Optional.empty(), Optional.empty());

	static final WriterStatus NEVER_SEEN = new WriterStatus(WriterState.NEVER_SEEN, false, OptionalLong.empty(),
			Optional.empty(), Optional.empty());

}
