// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import io.globalbuffer.spring.ReplicationInfo;

/**
 * A replication was stopped.
 *
 * @param replication the replication
 */
public record ReplicationStoppedEvent(ReplicationInfo replication) implements ReplicationEvent {
}
