// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

import io.globalbuffer.ReadMode;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.MirrorPace;
import io.globalbuffer.spring.ReplicationDirection;
import io.globalbuffer.spring.boot.GlobalBufferProperties;
import io.globalbuffer.spring.boot.GlobalBufferProperties.Replication;
import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.buffer.BufferDefinitions;
import io.globalbuffer.spring.replication.MirrorDefinition;
import io.globalbuffer.spring.replication.MirrorStart;
import io.globalbuffer.spring.replication.PublicationDefinition;
import io.globalbuffer.spring.replication.ReplicationDefinition;

/**
 * Checks declared replications, each value with the name of its property.
 */
final class ReplicationDefinitionFactory {

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

	/** As brokers check it. */
	private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

	private final GlobalBufferProperties properties;

	private final BufferDefinitions buffers;

	private final String applicationName;

	ReplicationDefinitionFactory(GlobalBufferProperties properties, BufferDefinitions buffers,
			@Nullable String applicationName) {
		this.properties = properties;
		this.buffers = buffers;
		this.applicationName = StringUtils.hasText(applicationName) ? applicationName : "application";
	}

	/**
	 * All declared replications, checked.
	 * @return the definitions
	 * @throws InvalidConfigurationPropertyValueException if a value cannot be
	 */
	List<ReplicationDefinition> createAll() {
		List<ReplicationDefinition> definitions = this.properties.replication()
			.entrySet()
			.stream()
			.map((entry) -> create(entry.getKey(), entry.getValue()))
			.toList();
		new ReplicationRoutes(this.buffers, definitions).check();
		return definitions;
	}

	private ReplicationDefinition create(String name, Replication replication) {
		InvalidReplicationProperty.require(NAME.matcher(name).matches(), name, "", null,
				"A replication's name is a lower-case letter followed by at most 63 lower-case letters, digits and"
						+ " dashes. Rename it.");
		ReplicationDirection direction = InvalidReplicationProperty.required(name, "direction", replication.direction(),
				"Set it to publish or mirror.");
		BufferDefinition buffer = buffer(name, replication.buffer());
		String topic = InvalidReplicationProperty.required(name, "topic", replication.topic(),
				"Name the topic of Apache Kafka.");
		InvalidReplicationProperty.require(TOPIC.matcher(topic).matches(), name, "topic", topic,
				"A topic's name is at most 249 letters, digits, dots, dashes and underscores.");
		String stream = text(name, "stream", replication.stream()).orElse(buffer.segment());
		String host = text(name, "host", replication.host()).orElseGet(HostName::find);
		InvalidReplicationProperty.require(replication.specInterval().isPositive(), name, "spec-interval",
				replication.specInterval(), "Must be positive.");
		return switch (direction) {
			case PUBLISH -> publication(name, replication, buffer, topic, stream, host);
			case MIRROR -> mirror(name, replication, buffer, topic, stream, host);
		};
	}

	private static PublicationDefinition publication(String name, Replication replication, BufferDefinition buffer,
			String topic, String stream, String host) {
		refuse(name, "group-id", replication.groupId(), "a publication");
		refuse(name, "start-from", replication.startFrom(), "a publication");
		refuse(name, "pace", replication.pace(), "a publication");
		refuse(name, "capacity", replication.capacity(), "a publication");
		ReadMode mode = Optional.ofNullable(replication.mode()).orElse(ReadMode.NEXT);
		Double rateLimit = replication.rateLimit();
		InvalidReplicationProperty.require(rateLimit == null || mode == ReadMode.LATEST, name, "rate-limit", rateLimit,
				"Has a meaning with mode latest only: with next every sample is published. Remove it, or set "
						+ InvalidReplicationProperty.name(name, "mode") + "=latest.");
		InvalidReplicationProperty.require(rateLimit == null || (rateLimit > 0 && Double.isFinite(rateLimit)), name,
				"rate-limit", rateLimit, "Must be positive: it is a number of samples a second.");
		return new PublicationDefinition(name, buffer, topic, stream, host, replication.autoStartup(), mode,
				(rateLimit != null) ? OptionalDouble.of(rateLimit) : OptionalDouble.empty(),
				replication.specInterval());
	}

	private MirrorDefinition mirror(String name, Replication replication, BufferDefinition buffer, String topic,
			String stream, String host) {
		refuse(name, "mode", replication.mode(), "a mirror");
		refuse(name, "rate-limit", replication.rateLimit(), "a mirror");
		InvalidReplicationProperty.require(buffer.role() == BufferRole.READER, name, "buffer", buffer.name(),
				"Buffer '" + buffer.name()
						+ "' has role writer, and the mirror would be a second writer of its segment."
						+ " Set globalbuffer.buffers." + buffer.name() + ".role=reader.");
		Integer capacity = replication.capacity();
		InvalidReplicationProperty.require(capacity == null || capacity >= 1, name, "capacity", capacity,
				"Must be at least 1.");
		String groupId = text(name, "group-id", replication.groupId())
			.orElse("globalbuffer." + this.applicationName + "." + host + "." + buffer.name());
		return new MirrorDefinition(name, buffer, topic, stream, host, replication.autoStartup(), groupId,
				start(name, replication.startFrom()),
				Optional.ofNullable(replication.pace()).orElse(MirrorPace.FASTEST),
				(capacity != null) ? OptionalLong.of(capacity) : OptionalLong.empty(), replication.specInterval());
	}

	private static MirrorStart start(String name, @Nullable String startFrom) {
		if (startFrom == null) {
			return new MirrorStart.Newest();
		}
		try {
			return MirrorStart.parse(startFrom);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidReplicationProperty.invalid(name, "start-from", startFrom,
					"Write new, oldest, an offset, or a time as 2026-11-28T06:00:00Z.");
		}
	}

	private BufferDefinition buffer(String name, @Nullable String buffer) {
		String declared = this.buffers.names().isEmpty() ? "none" : String.join(", ", this.buffers.names());
		String wanted = InvalidReplicationProperty.required(name, "buffer", buffer,
				"Name a declared buffer. Declared: " + declared + ".");
		return this.buffers.find(wanted)
			.orElseThrow(() -> InvalidReplicationProperty.invalid(name, "buffer", wanted,
					"Name a declared buffer. Declared: " + declared + "."));
	}

	private static Optional<String> text(String name, String key, @Nullable String value) {
		InvalidReplicationProperty.require(value == null || StringUtils.hasText(value), name, key, value,
				"Must not be blank. Remove it for the default.");
		return Optional.ofNullable(value);
	}

	private static void refuse(String name, String key, @Nullable Object value, String where) {
		InvalidReplicationProperty.require(value == null, name, key, value,
				"Has no meaning for " + where + ". Remove it, or correct 'direction'.");
	}

}
