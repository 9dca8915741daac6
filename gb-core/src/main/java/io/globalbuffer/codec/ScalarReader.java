// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values that are neither lists nor maps, accepting what Python's readers
 * accept.
 */
final class ScalarReader extends StdScalarDeserializer<Object> {

	private static final Pattern HYPHENS = Pattern
		.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

	private static final Pattern DIGITS = Pattern.compile("[0-9a-fA-F]{32}");

	private static final String URN = "urn:uuid:";

	private static final Map<Class<?>, ScalarReader> READERS = new HashMap<>();

	static {
		add(NumberConversions::toBoolean, boolean.class, Boolean.class);
		add(NumberConversions::toByte, byte.class, Byte.class);
		add(NumberConversions::toShort, short.class, Short.class);
		add(NumberConversions::toInteger, int.class, Integer.class);
		add(NumberConversions::toLong, long.class, Long.class);
		add(NumberConversions::toBigInteger, BigInteger.class);
		add(NumberConversions::toFloat, float.class, Float.class);
		add(NumberConversions::toDouble, double.class, Double.class);
		add(NumberConversions::toBigDecimal, BigDecimal.class);
		add(NumberConversions::toNumber, Number.class);
		add(PlainValue::text, String.class, CharSequence.class);
		add(ScalarReader::character, char.class, Character.class);
		add(ScalarReader::characters, char[].class);
		add(ScalarReader::bytes, byte[].class);
		add(TemporalConversions::toInstant, Instant.class);
		add(TemporalConversions::toOffsetDateTime, OffsetDateTime.class);
		add(TemporalConversions::toZonedDateTime, ZonedDateTime.class);
		add(TemporalConversions::toDate, Date.class);
		add(TemporalConversions::toLocalDateTime, LocalDateTime.class);
		add(TemporalConversions::toLocalDate, LocalDate.class);
		add(TemporalConversions::toLocalTime, LocalTime.class);
		add(TemporalConversions::toOffsetTime, OffsetTime.class);
		add(TemporalConversions::toDuration, Duration.class);
		add(ScalarReader::uuid, UUID.class);
		addOptional(OptionalInt.class, OptionalInt.empty(), (plain) -> {
			Integer value = NumberConversions.toInteger(plain);
			return (value != null) ? OptionalInt.of(value) : null;
		});
		addOptional(OptionalLong.class, OptionalLong.empty(), (plain) -> {
			Long value = NumberConversions.toLong(plain);
			return (value != null) ? OptionalLong.of(value) : null;
		});
		addOptional(OptionalDouble.class, OptionalDouble.empty(), (plain) -> {
			Double value = NumberConversions.toDouble(plain);
			return (value != null) ? OptionalDouble.of(value) : null;
		});
	}

	private final Function<Object, @Nullable Object> conversion;

	private final @Nullable Object absent;

	private ScalarReader(Class<?> type, Function<Object, @Nullable Object> conversion, @Nullable Object absent) {
		super(type);
		this.conversion = conversion;
		this.absent = absent;
	}

	/**
	 * The reader of a type.
	 * @param type the declared type
	 * @return the reader, {@code null} if the type is none of these
	 */
	static @Nullable ScalarReader of(Class<?> type) {
		return READERS.get(type);
	}

	@Override
	public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
		Object plain = PlainValue.scalar(parser);
		return convert(parser, plain);
	}

	/**
	 * Converts a value that was read already.
	 * @param parser where it was read, for the failure
	 * @param plain the value, {@code null} for a list or a map
	 * @return the value of this reader's type
	 * @throws CodecFailure.Mismatch if it is no such value
	 */
	Object convert(JsonParser parser, @Nullable Object plain) throws CodecFailure.Mismatch {
		Object value = (plain != null) ? this.conversion.apply(plain) : null;
		if (value == null) {
			throw CodecFailure.mismatch(parser, plain, handledType());
		}
		return value;
	}

	@Override
	public @Nullable Object getNullValue(DeserializationContext context) {
		return this.absent;
	}

	@Override
	public @Nullable Object getAbsentValue(DeserializationContext context) {
		return this.absent;
	}

	private static void add(Function<Object, @Nullable Object> conversion, Class<?>... types) {
		for (Class<?> type : types) {
			READERS.put(type, new ScalarReader(type, conversion, null));
		}
	}

	private static void addOptional(Class<?> type, Object absent, Function<Object, @Nullable Object> conversion) {
		READERS.put(type, new ScalarReader(type, conversion, absent));
	}

	private static @Nullable Character character(Object plain) {
		String text = PlainValue.text(plain);
		return (text != null && text.length() == 1) ? text.charAt(0) : null;
	}

	private static char @Nullable [] characters(Object plain) {
		String text = PlainValue.text(plain);
		return (text != null) ? text.toCharArray() : null;
	}

	private static byte @Nullable [] bytes(Object plain) {
		return switch (plain) {
			case byte[] bytes -> bytes;
			case String text -> text.getBytes(StandardCharsets.UTF_8);
			default -> null;
		};
	}

	private static @Nullable UUID uuid(Object plain) {
		String text = PlainValue.text(plain);
		UUID uuid = (text != null) ? uuid(text) : null;
		if (uuid == null && plain instanceof byte[] bytes && bytes.length == 2 * Long.BYTES) {
			ByteBuffer raw = ByteBuffer.wrap(bytes);
			return new UUID(raw.getLong(), raw.getLong());
		}
		return uuid;
	}

	private static @Nullable UUID uuid(String text) {
		String hyphens = text;
		if (DIGITS.matcher(text).matches()) {
			hyphens = text.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
		}
		else if (text.startsWith("{") && text.endsWith("}")) {
			hyphens = text.substring(1, text.length() - 1);
		}
		else if (text.startsWith(URN)) {
			hyphens = text.substring(URN.length());
		}
		return HYPHENS.matcher(hyphens).matches() ? UUID.fromString(hyphens) : null;
	}

}
