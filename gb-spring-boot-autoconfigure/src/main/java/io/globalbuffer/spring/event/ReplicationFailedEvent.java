// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import io.globalbuffer.spring.ReplicationInfo;

/**
 * Something keeps a replication from going on. It tries again and again.
 *
 * @param replication the replication
 * @param problem what, a sentence
 */
public record ReplicationFailedEvent(ReplicationInfo replication, String problem) implements ReplicationEvent {
}
