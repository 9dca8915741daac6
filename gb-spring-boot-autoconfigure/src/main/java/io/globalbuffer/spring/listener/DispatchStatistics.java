// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.Map;

/**
 * What the threads do that listeners of dispatch SHARED have in common, at one moment.
 *
 * @param threads how many there are; 0 while no such listener runs
 * @param calls how long the calls that they make have been running, by the id of the
 * listener
 * @param waiting how many calls wait for a thread
 * @param longestWait how long the first of these has waited; zero if none does
 */
public record DispatchStatistics(int threads, Map<String, Duration> calls, int waiting, Duration longestWait) {

	/**
	 * Copies the map.
	 */
	public DispatchStatistics {
		calls = Map.copyOf(calls);
	}

}
