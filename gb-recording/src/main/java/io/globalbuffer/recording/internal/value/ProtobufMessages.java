// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording.internal.value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.schema.SchemaIdentity;

/**
 * Protobuf messages without their class, by the descriptor that a segment holds: that of
 * one file, a zero byte, and the full name of the message. Of other files only the
 * well-known types of protobuf are at hand; fields of types from elsewhere are left out.
 */
public final class ProtobufMessages {

	private final @Nullable Descriptor type;

	private ProtobufMessages(@Nullable Descriptor type) {
		this.type = type;
	}

	/**
	 * The messages of a segment.
	 * @param identity the segment's schema
	 */
	public static ProtobufMessages of(SchemaIdentity identity) {
		byte[] bytes = identity.bytes();
		int end = bytes.length - 1;
		while (end >= 0 && bytes[end] != 0) {
			end--;
		}
		if (end < 0) {
			return new ProtobufMessages(null);
		}
		String name = new String(bytes, end + 1, bytes.length - end - 1, StandardCharsets.UTF_8);
		try {
			FileDescriptorProto file = FileDescriptorProto.parser().parseFrom(bytes, 0, end);
			FileDescriptor[] known = { TimestampProto.getDescriptor(), DurationProto.getDescriptor(),
					WrappersProto.getDescriptor() };
			return new ProtobufMessages(
					find(FileDescriptor.buildFrom(file, known, true).getMessageTypes(), name).orElse(null));
		}
		catch (InvalidProtocolBufferException | DescriptorValidationException ex) {
			return new ProtobufMessages(null);
		}
	}

	private static Optional<Descriptor> find(List<Descriptor> types, String name) {
		for (Descriptor type : types) {
			if (type.getFullName().equals(name)) {
				return Optional.of(type);
			}
			Optional<Descriptor> nested = find(type.getNestedTypes(), name);
			if (nested.isPresent()) {
				return nested;
			}
		}
		return Optional.empty();
	}

	/**
	 * The fields, a line each.
	 */
	public List<String> schemaLines() {
		if (this.type == null) {
			return List.of("a protobuf descriptor that cannot be read");
		}
		List<String> lines = new ArrayList<>();
		lines.add("message " + ForeignText.printable(this.type.getFullName()));
		for (FieldDescriptor field : this.type.getFields()) {
			String kind = switch (field.getJavaType()) {
				case MESSAGE -> field.getMessageType().getFullName();
				case ENUM -> field.getEnumType().getFullName();
				default -> field.getType().name().toLowerCase(Locale.ROOT);
			};
			lines.add(ForeignText.printable(field.getName() + ": " + (field.isRepeated() ? "list of " : "") + kind
					+ " = " + field.getNumber()));
		}
		return lines;
	}

	/**
	 * Decodes a message.
	 * @throws InvalidValueException if it is none, or its type is not known
	 */
	public Map<String, Object> decode(byte[] bytes) {
		Descriptor known = known();
		try {
			return map(DynamicMessage.parseFrom(known, bytes));
		}
		catch (InvalidProtocolBufferException ex) {
			throw new InvalidValueException("no message of type " + known.getFullName() + ": " + ex.getMessage());
		}
	}

	/**
	 * Encodes what {@link #decode} returns; fields may be left out.
	 * @throws InvalidValueException if it is no such message, or its type is not known
	 */
	public byte[] encode(@Nullable Object value) {
		return ProtobufFields.message(known(), value).toByteArray();
	}

	private Descriptor known() {
		if (this.type == null) {
			throw new InvalidValueException("the stream's protobuf descriptor cannot be read");
		}
		return this.type;
	}

	/** With the defaults of fields that have no presence, as in Python. */
	private static Map<String, Object> map(Message message) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
			if (!field.hasPresence() || message.hasField(field)) {
				map.put(field.getName(), value(field, message.getField(field)));
			}
		}
		return map;
	}

	private static Object value(FieldDescriptor field, Object value) {
		if (field.isMapField()) {
			Map<String, Object> map = new LinkedHashMap<>();
			for (Object entry : (List<?>) value) {
				Map<String, Object> pair = map((Message) entry);
				map.put(String.valueOf(pair.get("key")), pair.getOrDefault("value", ""));
			}
			return map;
		}
		if (field.isRepeated()) {
			return ((List<?>) value).stream().map((element) -> single(field, element)).toList();
		}
		return single(field, value);
	}

	private static Object single(FieldDescriptor field, Object value) {
		return switch (value) {
			case Message message -> map(message);
			case EnumValueDescriptor constant -> constant.getName();
			case ByteString bytes -> bytes.toByteArray();
			case Integer number -> ProtobufFields.isUnsigned(field) ? Integer.toUnsignedLong(number) : number;
			case Long number -> ProtobufFields.isUnsigned(field) ? Numbers.unsigned(number) : number;
			default -> value;
		};
	}

}
