// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.random;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * What a value of a random message is. Immutable.
 */
sealed interface Kind {

	/** A value without parts, with its types in both languages. */
	enum Scalar implements Kind {

		BOOLEAN(boolean.class, "Boolean", "bool"),

		BYTE(byte.class, "Byte", "int"),

		SHORT(short.class, "Short", "int"),

		INT(int.class, "Integer", "int"),

		LONG(long.class, "Long", "int"),

		BIG_INTEGER(BigInteger.class, "BigInteger", "int"),

		FLOAT(float.class, "Float", "float"),

		DOUBLE(double.class, "Double", "float"),

		TEXT(String.class, "String", "str"),

		BYTES(byte[].class, "byte[]", "bytes"),

		INSTANT(Instant.class, "Instant", "datetime.datetime"),

		OFFSET_DATE_TIME(OffsetDateTime.class, "OffsetDateTime", "datetime.datetime"),

		LOCAL_DATE_TIME(LocalDateTime.class, "LocalDateTime", "datetime.datetime"),

		LOCAL_DATE(LocalDate.class, "LocalDate", "datetime.date"),

		LOCAL_TIME(LocalTime.class, "LocalTime", "datetime.time"),

		DURATION(Duration.class, "Duration", "datetime.timedelta"),

		UUID(UUID.class, "UUID", "uuid.UUID"),

		DECIMAL(BigDecimal.class, "BigDecimal", "decimal.Decimal");

		final Class<?> type;

		final String java;

		final String boxed;

		final String python;

		Scalar(Class<?> type, String boxed, String python) {
			this.type = type;
			this.java = type.getSimpleName();
			this.boxed = boxed;
			this.python = python;
		}

	}

	/**
	 * A list or a set.
	 *
	 * @param element what its elements are
	 * @param form what it is in Java
	 */
	record ListOf(Kind element, Form form) implements Kind {

		enum Form {

			LIST, ARRAY, SET

		}

	}

	/**
	 * A map.
	 *
	 * @param key what its keys are
	 * @param element what its values are
	 */
	record MapOf(Scalar key, Kind element) implements Kind {
	}

	/**
	 * A value that may be absent.
	 *
	 * @param value what it is otherwise
	 * @param optional whether Java has an {@code Optional} of it, else it is
	 * {@code @Nullable}
	 */
	record Maybe(Kind value, boolean optional) implements Kind {
	}

	/**
	 * One of some constants.
	 *
	 * @param name the name of the class in both languages
	 * @param constants the constants
	 */
	record EnumOf(String name, List<Constant> constants) implements Kind {
	}

	/**
	 * A constant of an enum.
	 *
	 * @param name its name in both languages
	 * @param text its form in a message
	 */
	record Constant(String name, String text) {
	}

	/**
	 * A record or a class of fields, in Python a model.
	 *
	 * @param name the name of the class in both languages
	 * @param fields what it consists of
	 * @param bean whether Java has a class with getters and setters
	 */
	record RecordOf(String name, List<Field> fields, boolean bean) implements Kind {
	}

	/**
	 * A component of a record.
	 *
	 * @param name its name in Java
	 * @param key its name in Python
	 * @param renamed whether Java is to be told the key by an annotation
	 * @param kind what it is
	 */
	record Field(String name, String key, boolean renamed, Kind kind) {
	}

}
