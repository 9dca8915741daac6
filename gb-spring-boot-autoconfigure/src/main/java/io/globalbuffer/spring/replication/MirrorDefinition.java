// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.time.Duration;
import java.util.OptionalLong;

import io.globalbuffer.spring.MirrorPace;
import io.globalbuffer.spring.buffer.BufferDefinition;

/**
 * A buffer of this host that holds what comes from a topic.
 *
 * @param name the declared name
 * @param buffer the buffer, which this application does not write otherwise
 * @param topic where the samples come from
 * @param stream the key of its records in the topic
 * @param host the name of this host
 * @param autoStartup whether it starts with the application
 * @param groupId the consumer group, which is this mirror's alone
 * @param start where in the topic the first start begins
 * @param pace how fast what the topic holds already is written
 * @param capacity how many samples its readers may fall behind; as many as at the origin
 * if empty
 * @param lookBack how far before its start a record is looked for that says what the
 * stream holds
 */
public record MirrorDefinition(String name, BufferDefinition buffer, String topic, String stream, String host,
		boolean autoStartup, String groupId, MirrorStart start, MirrorPace pace, OptionalLong capacity,
		Duration lookBack) implements ReplicationDefinition {
}
