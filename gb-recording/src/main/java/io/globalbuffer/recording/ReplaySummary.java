// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a replay has written.
 *
 * @param samples how many samples of each recorded stream that had any
 * @param lateness how well it kept its pace; empty if it had none, or no sample
 */
public record ReplaySummary(Map<String, Long> samples, Optional<Lateness> lateness) {

	/**
	 * Copies the counts, in their order.
	 */
	public ReplaySummary {
		samples = Collections.unmodifiableMap(new LinkedHashMap<>(samples));
	}

}
