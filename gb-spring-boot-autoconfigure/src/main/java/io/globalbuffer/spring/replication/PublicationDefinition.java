// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.time.Duration;
import java.util.OptionalDouble;

import io.globalbuffer.ReadMode;
import io.globalbuffer.spring.buffer.BufferDefinition;

/**
 * A buffer of this host whose samples go to a topic.
 *
 * @param name the declared name
 * @param buffer the buffer, whoever writes it
 * @param topic where the samples go
 * @param stream the key of the records
 * @param host the name of this host, for each record
 * @param autoStartup whether it starts with the application
 * @param mode whether every sample goes, or the newest each time
 * @param rateLimit how many samples a second go at most, where only the newest do
 * @param specInterval how long it takes at most until a record says again what the stream
 * holds
 */
public record PublicationDefinition(String name, BufferDefinition buffer, String topic, String stream, String host,
		boolean autoStartup, ReadMode mode, OptionalDouble rateLimit,
		Duration specInterval) implements ReplicationDefinition {
}
