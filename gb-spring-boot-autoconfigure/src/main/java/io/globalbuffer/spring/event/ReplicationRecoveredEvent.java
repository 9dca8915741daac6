// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import io.globalbuffer.spring.ReplicationInfo;

/**
 * A replication that had {@linkplain ReplicationFailedEvent failed} goes on.
 *
 * @param replication the replication
 */
public record ReplicationRecoveredEvent(ReplicationInfo replication) implements ReplicationEvent {
}
