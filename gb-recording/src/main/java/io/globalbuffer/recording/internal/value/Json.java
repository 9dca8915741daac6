// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording.internal.value;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * Plain values as JSON and back. Bytes are base64, moments are RFC 3339, durations are
 * seconds, what is empty is {@code null}; numbers that JSON has none for are the texts
 * {@code NaN}, {@code Infinity} and {@code -Infinity}.
 */
public final class Json {

	private static final JsonFactory FACTORY = new JsonFactory().setCharacterEscapes(new ControlEscapes());

	private static final JsonMapper READER = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
			.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
			.build())
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private Json() {
	}

	/**
	 * A value in one line.
	 */
	public static String line(@Nullable Object value) {
		StringWriter target = new StringWriter();
		write(target, value, false);
		return target.toString();
	}

	/**
	 * A value over several lines, for people too.
	 */
	public static String pretty(@Nullable Object value) {
		StringWriter target = new StringWriter();
		write(target, value, true);
		return target.toString();
	}

	/**
	 * Reads a value.
	 * @throws InvalidValueException if it is no JSON
	 */
	public static @Nullable Object read(String text) {
		return read(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Reads a value in UTF-8.
	 * @throws InvalidValueException if it is no JSON
	 */
	public static @Nullable Object read(byte[] text) {
		try {
			return READER.readValue(text, Object.class);
		}
		catch (JsonProcessingException ex) {
			throw new InvalidValueException("This is no JSON: " + ex.getOriginalMessage());
		}
		catch (IOException ex) {
			throw new InvalidValueException("This is no JSON: " + ex.getMessage());
		}
	}

	private static void write(Writer target, @Nullable Object value, boolean pretty) {
		try (JsonGenerator generator = FACTORY.createGenerator(target)) {
			if (pretty) {
				generator.useDefaultPrettyPrinter();
			}
			write(generator, value);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
		switch (value) {
			case null -> generator.writeNull();
			case Map<?, ?> map -> writeMap(generator, map);
			case Collection<?> list -> {
				generator.writeStartArray();
				for (Object element : list) {
					write(generator, element);
				}
				generator.writeEndArray();
			}
			case Boolean bool -> generator.writeBoolean(bool);
			case Double number -> generator.writeNumber(number);
			case Float number -> generator.writeNumber(number);
			case BigInteger number -> generator.writeNumber(number);
			case Number number -> generator.writeNumber(number.longValue());
			case byte[] bytes -> generator.writeBinary(bytes);
			case Duration duration -> generator.writeNumber(seconds(duration));
			case Instant instant -> generator.writeString(instant.toString());
			case Optional<?> optional -> write(generator, optional.orElse(null));
			case OptionalLong optional -> write(generator, optional.isPresent() ? optional.getAsLong() : null);
			case OptionalInt optional -> write(generator, optional.isPresent() ? optional.getAsInt() : null);
			case OptionalDouble optional -> write(generator, optional.isPresent() ? optional.getAsDouble() : null);
			default -> generator.writeString(value.toString());
		}
	}

	private static void writeMap(JsonGenerator generator, Map<?, ?> map) throws IOException {
		generator.writeStartObject();
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			generator.writeFieldName(String.valueOf(entry.getKey()));
			write(generator, entry.getValue());
		}
		generator.writeEndObject();
	}

	private static double seconds(Duration duration) {
		return duration.toSeconds() + duration.toNanosPart() / (double) TimeUnit.SECONDS.toNanos(1);
	}

	/**
	 * Escapes also what JSON would permit and a terminal obey.
	 */
	private static final class ControlEscapes extends CharacterEscapes {

		private static final long serialVersionUID = 1L;

		private static final int DELETE = 127;

		@Override
		public int[] getEscapeCodesForAscii() {
			int[] codes = standardAsciiEscapesForJSON();
			codes[DELETE] = ESCAPE_STANDARD;
			return codes;
		}

		@Override
		public @Nullable SerializableString getEscapeSequence(int character) {
			return ForeignText.isControl(character)
					? new SerializedString(String.format(Locale.ROOT, "\\u%04x", character)) : null;
		}

	}

}
