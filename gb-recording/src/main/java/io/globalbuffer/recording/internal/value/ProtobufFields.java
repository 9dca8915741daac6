// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording.internal.value;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.schema.DType;

/**
 * Makes protobuf messages of plain values, as {@link ProtobufMessages#decode} makes plain
 * values of them.
 */
final class ProtobufFields {

	private ProtobufFields() {
	}

	/**
	 * A message of a type; what is {@code null} is left out.
	 * @throws InvalidValueException if the type has no such field, or it takes no such
	 * value
	 */
	static DynamicMessage message(Descriptor type, @Nullable Object value) {
		if (!(value instanceof Map<?, ?> fields)) {
			throw new InvalidValueException(
					described(value) + " is no object, which a message of type " + type.getFullName() + " is");
		}
		DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
		fields.forEach((name, content) -> {
			FieldDescriptor field = type.findFieldByName((String) name);
			if (field == null) {
				throw new InvalidValueException("'" + name + "' is no field of " + type.getFullName());
			}
			if (content != null) {
				set(message, field, content);
			}
		});
		return message.build();
	}

	private static void set(DynamicMessage.Builder message, FieldDescriptor field, Object value) {
		if (field.isMapField()) {
			if (!(value instanceof Map<?, ?> map)) {
				throw no(field, value);
			}
			map.forEach((key, content) -> message.addRepeatedField(field, entry(field, (String) key, content)));
		}
		else if (field.isRepeated()) {
			if (!(value instanceof List<?> list)) {
				throw no(field, value);
			}
			list.forEach((element) -> message.addRepeatedField(field, single(field, element)));
		}
		else {
			message.setField(field, single(field, value));
		}
	}

	private static DynamicMessage entry(FieldDescriptor field, String key, @Nullable Object value) {
		Descriptor type = field.getMessageType();
		FieldDescriptor keyField = type.findFieldByName("key");
		boolean text = keyField.getJavaType() == FieldDescriptor.JavaType.STRING;
		return DynamicMessage.newBuilder(type)
			.setField(keyField, single(keyField, text ? key : Json.read(key)))
			.setField(type.findFieldByName("value"), single(type.findFieldByName("value"), value))
			.build();
	}

	private static Object single(FieldDescriptor field, @Nullable Object value) {
		return switch (field.getJavaType()) {
			case MESSAGE -> message(field.getMessageType(), value);
			case ENUM -> constant(field, value);
			case STRING -> text(field, value);
			case BYTE_STRING -> bytes(field, text(field, value));
			case BOOLEAN -> number(field, DType.BOOL, value).get(0) != 0;
			case INT -> number(field, isUnsigned(field) ? DType.UINT32 : DType.INT32, value).getInt(0);
			case LONG -> number(field, isUnsigned(field) ? DType.UINT64 : DType.INT64, value).getLong(0);
			case FLOAT -> number(field, DType.FLOAT32, value).getFloat(0);
			case DOUBLE -> number(field, DType.FLOAT64, value).getDouble(0);
		};
	}

	/** Checked as an element of an array is. */
	private static ByteBuffer number(FieldDescriptor field, DType<?> dtype, @Nullable Object value) {
		ByteBuffer target = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		try {
			new Element(dtype).put(target, value);
		}
		catch (InvalidValueException ex) {
			throw no(field, value);
		}
		return target;
	}

	/** By its name, or a number that has none here. */
	private static EnumValueDescriptor constant(FieldDescriptor field, @Nullable Object value) {
		EnumValueDescriptor constant = switch (value) {
			case String name -> field.getEnumType().findValueByName(name);
			case Integer number -> field.getEnumType().findValueByNumberCreatingIfUnknown(number);
			case null, default -> null;
		};
		if (constant == null) {
			throw no(field, value);
		}
		return constant;
	}

	private static String text(FieldDescriptor field, @Nullable Object value) {
		if (value instanceof String text) {
			return text;
		}
		throw no(field, value);
	}

	private static ByteString bytes(FieldDescriptor field, String text) {
		try {
			return ByteString.copyFrom(Base64.getDecoder().decode(text));
		}
		catch (IllegalArgumentException ex) {
			throw no(field, text);
		}
	}

	static boolean isUnsigned(FieldDescriptor field) {
		return switch (field.getType()) {
			case UINT32, UINT64, FIXED32, FIXED64 -> true;
			default -> false;
		};
	}

	private static InvalidValueException no(FieldDescriptor field, @Nullable Object value) {
		return new InvalidValueException(described(value) + " is nothing that field '" + field.getName() + "' takes");
	}

	private static String described(@Nullable Object value) {
		return ForeignText.shortened(Json.line(value), 40);
	}

}
