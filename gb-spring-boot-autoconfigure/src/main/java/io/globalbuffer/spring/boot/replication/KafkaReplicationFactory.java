// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import java.time.Duration;

import io.globalbuffer.spring.buffer.BufferReaders;
import io.globalbuffer.spring.replication.MirrorDefinition;
import io.globalbuffer.spring.replication.Publication;
import io.globalbuffer.spring.replication.PublicationDefinition;
import io.globalbuffer.spring.replication.Replication;
import io.globalbuffer.spring.replication.ReplicationDefinition;
import io.globalbuffer.spring.replication.ReplicationFactory;

/**
 * Makes replications over Apache Kafka.
 */
final class KafkaReplicationFactory implements ReplicationFactory {

	private final KafkaClients clients;

	private final BufferReaders readers;

	private final Duration shutdownTimeout;

	KafkaReplicationFactory(KafkaClients clients, BufferReaders readers, Duration shutdownTimeout) {
		this.clients = clients;
		this.readers = readers;
		this.shutdownTimeout = shutdownTimeout;
	}

	@Override
	public Replication create(ReplicationDefinition definition) {
		return switch (definition) {
			case PublicationDefinition publication -> new Publication(publication,
					this.clients.producers(publication.name()), this.clients.admin(), this.readers,
					this.shutdownTimeout);
			case MirrorDefinition mirror -> throw new UnsupportedOperationException(mirror.name());
		};
	}

}
