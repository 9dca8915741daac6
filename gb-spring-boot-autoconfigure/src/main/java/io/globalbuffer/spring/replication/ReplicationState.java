// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

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
	FAILING

}
