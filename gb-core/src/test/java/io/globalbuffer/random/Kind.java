package io.globalbuffer.random;

import java.util.List;

/**
 * What a value of a random message is. Immutable.
 */
sealed interface Kind {

	/** A value without parts, with its types in both languages. */
	enum Scalar implements Kind {

		BOOLEAN("boolean", "Boolean", "bool"),

		BYTE("byte", "Byte", "int"),

		SHORT("short", "Short", "int"),

		INT("int", "Integer", "int"),

		LONG("long", "Long", "int"),

		BIG_INTEGER("BigInteger", "BigInteger", "int"),

		FLOAT("float", "Float", "float"),

		DOUBLE("double", "Double", "float"),

		TEXT("String", "String", "str"),

		BYTES("byte[]", "byte[]", "bytes"),

		INSTANT("Instant", "Instant", "datetime.datetime"),

		OFFSET_DATE_TIME("OffsetDateTime", "OffsetDateTime", "datetime.datetime"),

		LOCAL_DATE_TIME("LocalDateTime", "LocalDateTime", "datetime.datetime"),

		LOCAL_DATE("LocalDate", "LocalDate", "datetime.date"),

		LOCAL_TIME("LocalTime", "LocalTime", "datetime.time"),

		DURATION("Duration", "Duration", "datetime.timedelta"),

		UUID("UUID", "UUID", "uuid.UUID"),

		DECIMAL("BigDecimal", "BigDecimal", "decimal.Decimal");

		final String java;

		final String boxed;

		final String python;

		Scalar(String java, String boxed, String python) {
			this.java = java;
			this.boxed = boxed;
			this.python = python;
		}

	}

	/**
	 * A list.
	 *
	 * @param element what its elements are
	 */
	record ListOf(Kind element) implements Kind {
	}

	/**
	 * A map with text keys.
	 *
	 * @param element what its values are
	 */
	record MapOf(Kind element) implements Kind {
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
	 * A record, in Python a model.
	 *
	 * @param name the name of the class in both languages
	 * @param fields what it consists of
	 */
	record RecordOf(String name, List<Field> fields) implements Kind {
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
