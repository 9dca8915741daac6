// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.util.Locale;

/**
 * What a replication does.
 */
public enum ReplicationState {

	/** Nothing: it was not started, or was stopped. */
	STOPPED,

	/**
	 * It waits for what it needs to begin: a segment, a topic, a lock of another process.
	 */
	WAITING,

	/** Its samples go on their way as they come. */
	RUNNING,

	/** Something keeps it from going on; it tries again and again. */
	FAILING;

	/**
	 * The state as it is written in properties, JSON and messages.
	 * @return lower case, for example {@code running}
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
