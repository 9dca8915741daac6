// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import io.globalbuffer.spring.ReplicationDirection;
import io.globalbuffer.spring.ReplicationInfo;
import io.globalbuffer.spring.buffer.BufferDefinition;

/**
 * A replication declared under {@code globalbuffer.replication}, checked.
 */
public sealed interface ReplicationDefinition permits PublicationDefinition, MirrorDefinition {

	/**
	 * The declared name.
	 * @return the name
	 */
	String name();

	/**
	 * The buffer of this host.
	 * @return its declaration
	 */
	BufferDefinition buffer();

	/**
	 * The topic.
	 * @return its name
	 */
	String topic();

	/**
	 * What tells the stream from others in the topic: the key of its records.
	 * @return the key
	 */
	String stream();

	/**
	 * The name of this host.
	 * @return the name
	 */
	String host();

	/**
	 * Whether it starts with the application.
	 * @return {@code false} if it waits to be started
	 */
	boolean autoStartup();

	/**
	 * Which way the stream goes.
	 * @return the direction
	 */
	default ReplicationDirection direction() {
		return switch (this) {
			case PublicationDefinition _ -> ReplicationDirection.PUBLISH;
			case MirrorDefinition _ -> ReplicationDirection.MIRROR;
		};
	}

	/**
	 * Which replication it is.
	 * @return name, direction, buffer, topic and stream
	 */
	default ReplicationInfo info() {
		return new ReplicationInfo(name(), direction(), buffer().name(), topic(), stream());
	}

}
