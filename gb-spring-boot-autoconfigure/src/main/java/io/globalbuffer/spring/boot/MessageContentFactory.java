// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.unit.DataSize;

import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.codec.MessagePackCodec;
import io.globalbuffer.codec.ProtobufCodec;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaPolicy;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.boot.GlobalBufferProperties.Buffer;
import io.globalbuffer.spring.buffer.BufferContent;

/**
 * Checks what declared message buffers carry.
 */
final class MessageContentFactory {

	private final FieldNaming defaultNaming;

	private final ResourceLoader resources;

	MessageContentFactory(FieldNaming defaultNaming, ResourceLoader resources) {
		this.defaultNaming = defaultNaming;
		this.resources = resources;
	}

	BufferContent create(String name, Buffer buffer, BufferRole role) {
		String where = "a message buffer, whose samples are described by type";
		InvalidBufferProperty.refuse(name, "dtype", buffer.dtype(), where);
		InvalidBufferProperty.refuse(name, "shape", buffer.shape(), where);
		Class<?> type = buffer.type();
		if (type == null && role == BufferRole.WRITER) {
			throw InvalidBufferProperty.missing(name, "type",
					"Set a record class, another class with fields, a generated protobuf class, or java.util.Map: a"
							+ " writer of messages needs type and capacity.");
		}
		FieldNaming naming = Optional.ofNullable(buffer.naming()).orElse(this.defaultNaming);
		String schema = schema(name, buffer);
		if (type != null) {
			checkType(name, buffer, type);
			checkUsable(name, type, role, naming);
			if (schema == null && role == BufferRole.WRITER) {
				checkSchema(name, type, naming);
			}
		}
		return new BufferContent.Messages(type, schema, maxBytes(name, buffer), memoryFactor(name, buffer), naming,
				Optional.ofNullable(buffer.schemaPolicy()).orElse(SchemaPolicy.COMPATIBLE));
	}

	private static void checkType(String name, Buffer buffer, Class<?> type) {
		if (ProtobufCodec.isMessage(type)) {
			refuseForProtobuf(name, "schema", buffer.schema());
			refuseForProtobuf(name, "naming", buffer.naming());
			try {
				MessageSpec.of(type);
			}
			catch (IllegalArgumentException ex) {
				throw InvalidBufferProperty.invalid(name, "type", type.getName(), ex.getMessage() + ".");
			}
		}
		else if (!MessagePackCodec.isMessage(type)) {
			throw InvalidBufferProperty.invalid(name, "type", type.getName(),
					"Messages are records, objects of classes with fields, generated protobuf messages, or"
							+ " java.util.Map; " + type.getSimpleName() + " is none of these.");
		}
	}

	private static void checkUsable(String name, Class<?> type, BufferRole role, FieldNaming naming) {
		if (ProtobufCodec.isMessage(type)) {
			return;
		}
		MessagePackCodec codec = MessagePackCodec.of(naming);
		try {
			if (role == BufferRole.WRITER) {
				codec.requireWritable(type);
			}
			else {
				codec.requireReadable(type);
			}
		}
		catch (IllegalArgumentException ex) {
			throw InvalidBufferProperty.invalid(name, "type", type.getName(), ex.getMessage() + ".");
		}
	}

	private static void refuseForProtobuf(String name, String key, @Nullable Object value) {
		if (value != null) {
			throw InvalidBufferProperty.invalid(name, key, value,
					"Has no meaning for protobuf messages, whose .proto file says it. Remove it, or correct 'type'.");
		}
	}

	private static void checkSchema(String name, Class<?> type, FieldNaming naming) {
		if (ProtobufCodec.isMessage(type) || type == Map.class) {
			return;
		}
		try {
			MessageSpec.of(type).naming(naming).requiredIdentity();
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

	private static @Nullable Integer memoryFactor(String name, Buffer buffer) {
		Integer factor = buffer.memoryFactor();
		if (factor != null && factor < 1) {
			throw InvalidBufferProperty.invalid(name, "memory-factor", factor, "Must be at least 1.");
		}
		return factor;
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

}
