// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.lang.reflect.Field;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.globalbuffer.schema.FieldType.Enumeration;
import io.globalbuffer.schema.FieldType.Model;
import io.globalbuffer.schema.FieldType.Simple;

/**
 * What classes without type arguments stand for in Python.
 */
final class PlainTypes {

	static final FieldType BINARY = text("binary");

	private static final FieldType INTEGER = simple("integer");

	private static final FieldType NUMBER = simple("number");

	private static final FieldType DATE_TIME = text("date-time");

	private static final Map<Class<?>, FieldType> KNOWN = known();

	private PlainTypes() {
	}

	static FieldType of(Class<?> type) {
		FieldType known = KNOWN.get(type);
		if (known != null) {
			return known;
		}
		if (type.isEnum()) {
			return enumeration(type);
		}
		if (type.isRecord() && type.getTypeParameters().length == 0) {
			return new Model(type, false);
		}
		throw new NoSchemaException("is a " + type.getTypeName() + ", for which pydantic has no certain rule");
	}

	private static FieldType enumeration(Class<?> type) {
		FormAnnotations.checkType(type);
		FormAnnotations.check(type.getDeclaredMethods());
		FormAnnotations.check(type.getDeclaredFields());
		List<String> values = Stream.of(type.getDeclaredFields())
			.filter(Field::isEnumConstant)
			.map(PlainTypes::value)
			.toList();
		if (values.isEmpty()) {
			throw new NoSchemaException("is the enumeration " + type.getTypeName() + " without constants");
		}
		return new Enumeration(type, values, false);
	}

	private static String value(Field constant) {
		JsonProperty property = constant.getAnnotation(JsonProperty.class);
		return (property != null && !property.value().isEmpty()) ? property.value() : constant.getName();
	}

	private static Map<Class<?>, FieldType> known() {
		Map<Class<?>, FieldType> known = new HashMap<>();
		put(known, simple("boolean"), boolean.class, Boolean.class);
		put(known, INTEGER, byte.class, Byte.class, short.class, Short.class, int.class, Integer.class, long.class,
				Long.class, BigInteger.class);
		put(known, NUMBER, float.class, Float.class, double.class, Double.class);
		put(known, simple("string"), String.class);
		put(known, INTEGER.orNull(), OptionalInt.class, OptionalLong.class);
		put(known, NUMBER.orNull(), OptionalDouble.class);
		put(known, DATE_TIME, Instant.class, OffsetDateTime.class, ZonedDateTime.class, LocalDateTime.class);
		put(known, text("date"), LocalDate.class);
		put(known, text("time"), LocalTime.class, OffsetTime.class);
		put(known, text("duration"), Duration.class);
		put(known, text("uuid"), UUID.class);
		put(known, new Simple(Map.of(), false), Object.class);
		return Map.copyOf(known);
	}

	private static void put(Map<Class<?>, FieldType> known, FieldType field, Class<?>... types) {
		Arrays.asList(types).forEach((type) -> known.put(type, field));
	}

	private static FieldType simple(String type) {
		return new Simple(Map.of("type", type), false);
	}

	private static FieldType text(String format) {
		return new Simple(Map.of("type", "string", "format", format), false);
	}

}
