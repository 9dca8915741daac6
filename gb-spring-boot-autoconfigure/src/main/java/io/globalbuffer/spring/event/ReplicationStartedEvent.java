// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import io.globalbuffer.spring.ReplicationInfo;

/**
 * A replication was started, whether it can go on already or not.
 *
 * @param replication the replication
 */
public record ReplicationStartedEvent(ReplicationInfo replication) implements ReplicationEvent {
}
