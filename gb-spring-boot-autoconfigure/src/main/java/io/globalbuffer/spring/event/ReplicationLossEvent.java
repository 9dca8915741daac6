// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.event;

import io.globalbuffer.spring.ReplicationInfo;

/**
 * A replication has lost samples, wherever on their way that was; at most once in the
 * interval of {@code globalbuffer.listener.overrun-event-interval} for each replication.
 *
 * @param replication the replication
 * @param atSource how many were overwritten before they were sent, since the last such
 * event
 * @param inTransit how many were sent, or said to be, and never came, since then
 * @param locally how many came and could not be written, since then
 * @param total how many of all three since the application started
 */
public record ReplicationLossEvent(ReplicationInfo replication, long atSource, long inTransit, long locally,
		long total) implements ReplicationEvent {
}
