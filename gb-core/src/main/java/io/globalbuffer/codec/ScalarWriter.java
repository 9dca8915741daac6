// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.math.BigDecimal;
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

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values that are neither lists nor maps and for which Jackson has no form or
 * another one than Python.
 *
 * @param <T> the type of the values
 */
final class ScalarWriter<T> extends StdScalarSerializer<T> {

	private static final Map<Class<?>, ScalarWriter<?>> WRITERS = new HashMap<>();

	static {
		add(Instant.class, StrictGenerator::writeTimestamp);
		add(OffsetDateTime.class, (generator, value) -> generator.writeTimestamp(value.toInstant()));
		add(ZonedDateTime.class, (generator, value) -> generator.writeTimestamp(value.toInstant()));
		add(Date.class, (generator, value) -> generator.writeTimestamp(value.toInstant()));
		add(LocalDateTime.class, (generator, value) -> generator
			.writeString(TemporalText.of(TemporalRange.requireDate(generator, value))));
		add(LocalDate.class, (generator, value) -> generator
			.writeString(TemporalText.of(TemporalRange.requireDate(generator, value))));
		add(LocalTime.class, (generator, value) -> generator.writeString(TemporalText.of(value)));
		add(OffsetTime.class, ScalarWriter::write);
		add(Duration.class, (generator, value) -> generator
			.writeString(DurationText.of(TemporalRange.requireDuration(generator, value))));
		add(UUID.class, (generator, value) -> generator.writeString(value.toString()));
		add(BigDecimal.class, (generator, value) -> generator.writeString(value.toString()));
		add(OptionalInt.class, ScalarWriter::write);
		add(OptionalLong.class, ScalarWriter::write);
		add(OptionalDouble.class, ScalarWriter::write);
	}

	private final Form<T> form;

	private ScalarWriter(Class<T> type, Form<T> form) {
		super(type);
		this.form = form;
	}

	/**
	 * The writer of a type.
	 * @param type the class of the values
	 * @return the writer, {@code null} if the type is none of these
	 */
	static @Nullable ScalarWriter<?> of(Class<?> type) {
		return WRITERS.get(type);
	}

	@Override
	public void serialize(T value, JsonGenerator generator, SerializerProvider serializers) throws IOException {
		this.form.write((StrictGenerator) generator, value);
	}

	private static <T> void add(Class<T> type, Form<T> form) {
		WRITERS.put(type, new ScalarWriter<>(type, form));
	}

	private static void write(StrictGenerator generator, OffsetTime value) throws IOException {
		if (value.getOffset().getTotalSeconds() % 60 != 0) {
			throw JsonMappingException.from(generator,
					"the offset of " + value + " has seconds, which have no form in a message");
		}
		generator.writeString(TemporalText.of(value));
	}

	private static void write(StrictGenerator generator, OptionalInt value) throws IOException {
		if (value.isPresent()) {
			generator.writeNumber(value.getAsInt());
		}
		else {
			generator.writeNull();
		}
	}

	private static void write(StrictGenerator generator, OptionalLong value) throws IOException {
		if (value.isPresent()) {
			generator.writeNumber(value.getAsLong());
		}
		else {
			generator.writeNull();
		}
	}

	private static void write(StrictGenerator generator, OptionalDouble value) throws IOException {
		if (value.isPresent()) {
			generator.writeNumber(value.getAsDouble());
		}
		else {
			generator.writeNull();
		}
	}

	/**
	 * How a value is written.
	 *
	 * @param <T> the type of the values
	 */
	private interface Form<T> {

		void write(StrictGenerator generator, T value) throws IOException;

	}

}
