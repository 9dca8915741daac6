// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.util.Optional;

/**
 * A replication of this application. Safe for use by many threads.
 */
public interface Replication {

	/**
	 * What was declared.
	 * @return the definition
	 */
	ReplicationDefinition definition();

	/**
	 * What it does now.
	 * @return the state
	 */
	ReplicationState state();

	/**
	 * What it waits for, or why it fails.
	 * @return a sentence for people; empty if it runs or was stopped
	 */
	Optional<String> problem();

	/**
	 * What was counted since the application started.
	 * @return the counts
	 */
	ReplicationStatistics statistics();

	/**
	 * Starts it; does nothing if it was started already. Returns before it runs, and what
	 * keeps it from running becomes its {@link #problem()}.
	 */
	void start();

	/**
	 * Stops it: what a publication has read is sent, what a mirror has written is noted
	 * as such, for at most the shutdown timeout of listeners. Does nothing if it does not
	 * run.
	 */
	void stop();

}
