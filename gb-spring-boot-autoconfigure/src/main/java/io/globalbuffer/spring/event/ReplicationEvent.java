// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import io.globalbuffer.spring.ReplicationInfo;

/**
 * Something happened to a replication. It is seen within a fraction of a second: what is
 * over by then is not.
 */
public sealed interface ReplicationEvent extends GlobalBufferEvent permits ReplicationStartedEvent,
		ReplicationStoppedEvent, ReplicationFailedEvent, ReplicationRecoveredEvent, ReplicationLossEvent {

	/**
	 * The replication.
	 * @return which one it is
	 */
	ReplicationInfo replication();

	@Override
	default String buffer() {
		return replication().buffer();
	}

}
