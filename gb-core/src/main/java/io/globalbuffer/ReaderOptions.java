// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;

import io.globalbuffer.internal.segment.SegmentPlace;
import io.globalbuffer.wait.WaitStrategy;

/**
 * What a reader was asked for.
 *
 * @param name the buffer's name
 * @param place where the segment lies, and whose it must be
 * @param following whether to wait for the segment and follow its replacements
 * @param start where the cursor starts
 * @param waitStrategy how to wait
 * @param livenessTimeout how old a heartbeat may be
 * @param contentionBudget how long to try for a consistent copy where nothing is waited
 * for
 * @param reusingArrays whether the samples of one cursor share one array
 */
record ReaderOptions(String name, SegmentPlace place, boolean following, StartPosition start, WaitStrategy waitStrategy,
		Duration livenessTimeout, Duration contentionBudget, boolean reusingArrays) {

	static final Duration DEFAULT_LIVENESS_TIMEOUT = Duration.ofSeconds(2);

	static final Duration DEFAULT_CONTENTION_BUDGET = Duration.ofMillis(1);

}
