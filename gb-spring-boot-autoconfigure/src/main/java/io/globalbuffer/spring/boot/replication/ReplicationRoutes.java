// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.buffer.BufferDefinitions;
import io.globalbuffer.spring.replication.MirrorDefinition;
import io.globalbuffer.spring.replication.PublicationDefinition;
import io.globalbuffer.spring.replication.ReplicationDefinition;

/**
 * Where the streams of an application go: a segment has one writer, a stream of a topic
 * one source, and no sample comes back to where it was.
 */
final class ReplicationRoutes {

	private final BufferDefinitions buffers;

	private final List<ReplicationDefinition> definitions;

	/** By the segment that each fills. */
	private final Map<String, MirrorDefinition> mirrors = new HashMap<>();

	private final Map<Stream, PublicationDefinition> publications = new HashMap<>();

	ReplicationRoutes(BufferDefinitions buffers, List<ReplicationDefinition> definitions) {
		this.buffers = buffers;
		this.definitions = definitions;
	}

	/**
	 * Refuses replications that cannot be together.
	 */
	void check() {
		for (ReplicationDefinition definition : this.definitions) {
			switch (definition) {
				case PublicationDefinition publication -> add(publication);
				case MirrorDefinition mirror -> add(mirror);
			}
		}
		this.mirrors.values().forEach(this::refuseCircle);
		refuseSharedGroups();
	}

	private void add(PublicationDefinition publication) {
		PublicationDefinition other = this.publications.putIfAbsent(Stream.of(publication), publication);
		InvalidReplicationProperty.require(other == null, publication.name(), "stream", publication.stream(),
				"Another replication" + named(other) + " publishes to that stream of topic '" + publication.topic()
						+ "', and mirrors could not tell the two apart. Name another stream or topic.");
	}

	private void add(MirrorDefinition mirror) {
		String segment = mirror.buffer().segment();
		Optional<String> writer = this.buffers.all()
			.stream()
			.filter((buffer) -> buffer.role() == BufferRole.WRITER && buffer.segment().equals(segment))
			.map(BufferDefinition::name)
			.findFirst();
		InvalidReplicationProperty.require(writer.isEmpty(), mirror.name(), "buffer", mirror.buffer().name(),
				"Buffer '" + writer.orElse("") + "' writes its segment '" + segment
						+ "', and a segment has one writer. Mirror into another one.");
		MirrorDefinition other = this.mirrors.putIfAbsent(segment, mirror);
		InvalidReplicationProperty.require(other == null, mirror.name(), "buffer", mirror.buffer().name(),
				"Another mirror" + named(other) + " fills its segment '" + segment
						+ "', and a segment has one writer. Mirror into another one.");
	}

	/** A segment has one mirror, and a stream one publication: there is one way back. */
	private void refuseCircle(MirrorDefinition mirror) {
		Set<String> segments = new HashSet<>();
		MirrorDefinition before = mirror;
		while (before != null && segments.add(before.buffer().segment())) {
			PublicationDefinition source = this.publications.get(Stream.of(before));
			before = (source != null) ? this.mirrors.get(source.buffer().segment()) : null;
			InvalidReplicationProperty.require(!mirror.equals(before), mirror.name(), "stream", mirror.stream(),
					"Samples would go round in a circle: this application publishes to that stream" + named(source)
							+ " what it mirrors. Mirror another stream, or into another buffer.");
		}
	}

	/** The members of a group share what a topic holds. */
	private void refuseSharedGroups() {
		Map<String, MirrorDefinition> groups = new HashMap<>();
		for (ReplicationDefinition definition : this.definitions) {
			if (definition instanceof MirrorDefinition mirror) {
				MirrorDefinition other = groups.putIfAbsent(mirror.groupId(), mirror);
				InvalidReplicationProperty.require(other == null, mirror.name(), "group-id", mirror.groupId(),
						"It is the consumer group of another mirror" + named(other)
								+ ", and each would get a part of the records only. Name another one.");
			}
		}
	}

	private static String named(@Nullable ReplicationDefinition other) {
		return (other != null) ? " ('" + other.name() + "')" : "";
	}

	private record Stream(String topic, String key) {

		static Stream of(ReplicationDefinition definition) {
			return new Stream(definition.topic(), definition.stream());
		}

	}

}
