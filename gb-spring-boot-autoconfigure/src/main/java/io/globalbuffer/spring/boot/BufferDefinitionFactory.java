// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.io.ResourceLoader;

import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.boot.GlobalBufferProperties.Buffer;
import io.globalbuffer.spring.boot.GlobalBufferProperties.BufferLiveness;
import io.globalbuffer.spring.buffer.BufferContent;
import io.globalbuffer.spring.buffer.BufferDefinition;
import io.globalbuffer.spring.buffer.BufferDefinitions;
import io.globalbuffer.spring.buffer.WriterSettings;

/**
 * Checks declared buffers, each value with the name of its property.
 */
final class BufferDefinitionFactory {

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

	private final GlobalBufferProperties properties;

	private final ArrayContentFactory arrays = new ArrayContentFactory();

	private final MessageContentFactory messages;

	BufferDefinitionFactory(GlobalBufferProperties properties, ResourceLoader resources) {
		this.properties = properties;
		this.messages = new MessageContentFactory(properties.naming(), resources);
	}

	/**
	 * All declared buffers, checked.
	 * @return the definitions
	 * @throws InvalidConfigurationPropertyValueException if a value cannot be
	 */
	BufferDefinitions createAll() {
		Path directory = this.properties.directory();
		if (!this.properties.buffers().isEmpty() && !Files.isDirectory(directory)) {
			throw new InvalidConfigurationPropertyValueException(GlobalBufferProperties.PREFIX + ".directory",
					directory, "Name a directory that exists, or create this one: segments are files in it.");
		}
		List<BufferDefinition> definitions = this.properties.buffers()
			.entrySet()
			.stream()
			.map((entry) -> create(entry.getKey(), entry.getValue()))
			.toList();
		refuseTwoWriters(definitions);
		return new BufferDefinitions(definitions);
	}

	private BufferDefinition create(String name, Buffer buffer) {
		if (!NAME.matcher(name).matches()) {
			throw InvalidBufferProperty.invalid(name, "", null,
					"A buffer's name is a lower-case letter followed by at most 63 lower-case letters, digits and"
							+ " dashes. Rename it, and set 'segment' if the segment must have another name.");
		}
		if (buffer.kind() == null) {
			throw InvalidBufferProperty.missing(name, "kind", "Set it to array or message.");
		}
		if (buffer.role() == null) {
			throw InvalidBufferProperty.missing(name, "role", "Set it to writer or reader.");
		}
		BufferContent content = switch (buffer.kind()) {
			case ARRAY -> this.arrays.create(name, buffer, buffer.role());
			case MESSAGE -> this.messages.create(name, buffer, buffer.role());
		};
		new SegmentPropertiesCheck(name, buffer).run(buffer.role());
		return new BufferDefinition(name, segment(name, buffer), this.properties.directory(), content,
				livenessTimeout(name, buffer), buffer.owner(),
				Optional.ofNullable(buffer.waitStrategy()).orElse(this.properties.listener().waitStrategy()),
				buffer.required(), (buffer.role() == BufferRole.WRITER) ? writerSettings(buffer) : null);
	}

	private WriterSettings writerSettings(Buffer buffer) {
		return new WriterSettings(Objects.requireNonNull(buffer.capacity()),
				Optional.ofNullable(buffer.onExisting()).orElse(OnExisting.TAKE_OVER),
				Optional.ofNullable(buffer.takeOverTimeout()).orElse(this.properties.takeOverTimeout()),
				this.properties.liveness().heartbeatInterval(),
				(buffer.fileMode() != null) ? PosixFilePermissions.fromString(buffer.fileMode()) : null, buffer.group(),
				buffer.publishTime(), buffer.checksum(), buffer.trace(), buffer.onClose() == OnClose.UNLINK);
	}

	private static void refuseTwoWriters(List<BufferDefinition> definitions) {
		Map<String, String> writers = new HashMap<>();
		definitions.stream()
			.filter((definition) -> definition.role() == BufferRole.WRITER)
			// last, and so refused, are those that were given another's segment
			.sorted(Comparator.comparing((definition) -> !definition.segment().equals(definition.name())))
			.forEach((definition) -> {
				String other = writers.putIfAbsent(definition.segment(), definition.name());
				if (other != null) {
					throw InvalidBufferProperty.invalid(definition.name(), "segment", definition.segment(),
							"Buffer '" + other + "' writes that segment, and a segment has one writer. Name another"
									+ " segment, set " + InvalidBufferProperty.name(definition.name(), "role")
									+ "=reader to read what '" + other + "' writes, or remove one of the two buffers.");
				}
			});
	}

	private static String segment(String name, Buffer buffer) {
		String segment = Optional.ofNullable(buffer.segment()).orElse(name);
		try {
			GlobalBuffer.attach(segment);
			return segment;
		}
		catch (IllegalArgumentException ex) {
			throw InvalidBufferProperty.invalid(name, "segment", segment, ex.getMessage() + ".");
		}
	}

	private Duration livenessTimeout(String name, Buffer buffer) {
		Duration own = Optional.ofNullable(buffer.liveness()).map(BufferLiveness::timeout).orElse(null);
		if (own == null) {
			return this.properties.liveness().timeout();
		}
		if (!own.isPositive()) {
			throw InvalidBufferProperty.invalid(name, "liveness.timeout", own, "Must be positive.");
		}
		return own;
	}

}
