package io.globalbuffer.spring.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.unit.DataSize;

import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaPolicy;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.boot.GlobalBufferProperties.Buffer;
import io.globalbuffer.spring.boot.GlobalBufferProperties.BufferLiveness;
import io.globalbuffer.spring.listener.BufferContent;
import io.globalbuffer.spring.listener.BufferDefinition;
import io.globalbuffer.spring.listener.BufferDefinitions;

/**
 * Checks declared buffers, each value with the name of its property.
 */
final class BufferDefinitionFactory {

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,63}");

	private final GlobalBufferProperties properties;

	private final ResourceLoader resources;

	BufferDefinitionFactory(GlobalBufferProperties properties, ResourceLoader resources) {
		this.properties = properties;
		this.resources = resources;
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
		Map<String, String> spellings = new HashMap<>();
		this.properties.buffers().keySet().forEach((name) -> {
			String other = spellings.put(name.replace("-", ""), name);
			if (other != null) {
				throw InvalidBufferProperty.invalid(name, "", null, "Differs from buffer '" + other
						+ "' in dashes only, which environment variables cannot tell apart. Rename one of them.");
			}
		});
		return new BufferDefinitions(
				this.properties.buffers().entrySet().stream().map((e) -> create(e.getKey(), e.getValue())).toList());
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
			case ARRAY -> arrays(name, buffer, buffer.role());
			case MESSAGE -> messages(name, buffer, buffer.role());
		};
		checkWriting(name, buffer, buffer.role());
		return new BufferDefinition(name, segment(name, buffer), this.properties.directory(), buffer.role(), content,
				livenessTimeout(name, buffer), buffer.owner());
	}

	private BufferContent arrays(String name, Buffer buffer, BufferRole role) {
		refuse(name, "type", buffer.type(), "an array buffer, whose samples are described by dtype and shape");
		refuse(name, "max-bytes", buffer.maxBytes(), "an array buffer, whose samples are described by dtype and shape");
		refuse(name, "schema", buffer.schema(), "an array buffer, whose samples are described by dtype and shape");
		DTypeName dtype = buffer.dtype();
		if (dtype == null) {
			if (role == BufferRole.WRITER || buffer.shape() != null) {
				throw InvalidBufferProperty.missing(name, "dtype",
						"Set the element type, for example float64" + (role == BufferRole.WRITER
								? ": a writer of arrays needs dtype, shape and capacity." : " beside the shape."));
			}
			return new BufferContent.Arrays(null, null);
		}
		if (buffer.shape() == null) {
			if (role == BufferRole.WRITER) {
				throw InvalidBufferProperty.missing(name, "shape",
						"Set the dimensions, for example [6]: a writer of arrays needs dtype, shape and capacity.");
			}
			return new BufferContent.Arrays(dtype.dtype(), null);
		}
		return new BufferContent.Arrays(dtype.dtype(), spec(name, dtype.dtype(), buffer));
	}

	private static ArraySpec<?> spec(String name, DType<?> dtype, Buffer buffer) {
		long[] shape = Optional.ofNullable(buffer.shape())
			.stream()
			.flatMap((dimensions) -> dimensions.stream())
			.mapToLong(Long::longValue)
			.toArray();
		try {
			return ArraySpec.of(dtype, shape);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidBufferProperty.invalid(name, "shape", buffer.shape(), ex.getMessage() + ".");
		}
	}

	private BufferContent messages(String name, Buffer buffer, BufferRole role) {
		refuse(name, "dtype", buffer.dtype(), "a message buffer, whose samples are described by type");
		refuse(name, "shape", buffer.shape(), "a message buffer, whose samples are described by type");
		Class<?> type = buffer.type();
		if (type == null && role == BufferRole.WRITER) {
			throw InvalidBufferProperty.missing(name, "type",
					"Set a record class, or java.util.Map: a writer of messages needs type and capacity.");
		}
		if (type != null && !type.isRecord() && type != Map.class) {
			throw InvalidBufferProperty.invalid(name, "type", type.getName(),
					"Messages are records, or java.util.Map; " + type.getSimpleName() + " is neither.");
		}
		String schema = schema(name, buffer);
		if (type != null && schema == null && role == BufferRole.WRITER) {
			checkSchema(name, type);
		}
		return new BufferContent.Messages(type, schema, maxBytes(name, buffer),
				Optional.ofNullable(buffer.naming()).orElse(FieldNaming.AS_DECLARED),
				Optional.ofNullable(buffer.schemaPolicy()).orElse(SchemaPolicy.COMPATIBLE));
	}

	private static void checkSchema(String name, Class<?> type) {
		try {
			MessageSpec.of(type).requiredIdentity();
		}
		catch (IllegalArgumentException ex) {
			throw InvalidBufferProperty.invalid(name, "type", type.getName(),
					ex.getMessage() + ". Here that text is the property " + InvalidBufferProperty.name(name, "schema")
							+ ", which may be empty.");
		}
	}

	private static int maxBytes(String name, Buffer buffer) {
		DataSize size = buffer.maxBytes();
		if (size == null) {
			return MessageSpec.DEFAULT_MAX_BYTES;
		}
		if (size.toBytes() < 1 || size.toBytes() > Integer.MAX_VALUE) {
			throw InvalidBufferProperty.invalid(name, "max-bytes", size, "Must be from 1 byte to 2 GB.");
		}
		return (int) size.toBytes();
	}

	private @Nullable String schema(String name, Buffer buffer) {
		String schema = buffer.schema();
		if (schema == null) {
			return null;
		}
		String text = schema.strip();
		if (!text.isEmpty() && !text.startsWith("{")) {
			text = load(name, text);
		}
		try {
			MessageSpec.map().schema(text);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidBufferProperty.invalid(name, "schema", schema, ex.getMessage() + ".");
		}
		return text;
	}

	private String load(String name, String location) {
		Resource resource = this.resources.getResource(location);
		try {
			return resource.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw InvalidBufferProperty.invalid(name, "schema", location, "Cannot be read: " + ex.getMessage()
					+ ". Give the location of a resource, or the schema itself, beginning with a brace.");
		}
	}

	private void checkWriting(String name, Buffer buffer, BufferRole role) {
		Integer capacity = buffer.capacity();
		if (capacity == null && role == BufferRole.WRITER) {
			throw InvalidBufferProperty.missing(name, "capacity",
					"Set how many samples a reader may fall behind, from 1: a writer needs it.");
		}
		if (capacity != null && capacity < 1) {
			throw InvalidBufferProperty.invalid(name, "capacity", capacity, "Must be at least 1.");
		}
		if (buffer.takeOverTimeout().isNegative()) {
			throw InvalidBufferProperty.invalid(name, "take-over-timeout", buffer.takeOverTimeout(),
					"Must not be negative.");
		}
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

	private static void refuse(String name, String key, @Nullable Object value, String where) {
		if (value != null) {
			throw InvalidBufferProperty.invalid(name, key, value,
					"Has no meaning for " + where + ". Remove it, or correct 'kind'.");
		}
	}

}
