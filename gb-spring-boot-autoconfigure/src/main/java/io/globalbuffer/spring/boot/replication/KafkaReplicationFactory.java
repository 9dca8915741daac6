// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import java.time.Duration;

import io.globalbuffer.spring.buffer.BufferReaders;
import io.globalbuffer.spring.replication.Mirror;
import io.globalbuffer.spring.replication.MirrorDefinition;
import io.globalbuffer.spring.replication.MirrorWriters;
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

	private final MirrorWriters writers;

	private final Duration shutdownTimeout;

	KafkaReplicationFactory(KafkaClients clients, BufferReaders readers, MirrorWriters writers,
			Duration shutdownTimeout) {
		this.clients = clients;
		this.readers = readers;
		this.writers = writers;
		this.shutdownTimeout = shutdownTimeout;
	}

	@Override
	public Replication create(ReplicationDefinition definition) {
		return switch (definition) {
			case PublicationDefinition publication ->
				new Publication(publication, this.clients.producers(publication.name()), this.clients.admin(),
						this.readers, this.shutdownTimeout);
			case MirrorDefinition mirror ->
				new Mirror(mirror, this.clients.consumers(mirror), this.writers, this.shutdownTimeout);
		};
	}

}
