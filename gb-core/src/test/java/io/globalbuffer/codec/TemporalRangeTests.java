// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.globalbuffer.exception.CodecException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** What Python has no date, moment or duration for is not written; all else is read. */
class TemporalRangeTests {

	private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

	private static final Duration LONGEST = Duration.ofDays(999_999_999).plusSeconds(86_399).plusNanos(999_999_000);

	private final MessageCodec codec = MessagePackCodec.of(FieldNaming.AS_DECLARED);

	static List<Record> written() {
		return List.of(new OfInstant(Instant.parse("0001-01-01T00:00:00Z")), new OfInstant(LAST),
				new OfInstant(LAST.plusNanos(499)), new OfInstant(Instant.EPOCH.minusNanos(1)),
				new OfInstant(Instant.ofEpochSecond(1L << 34)),
				new OfOffset(Instant.parse("0001-01-01T00:00:00Z").atOffset(ZoneOffset.UTC)),
				new OfOffset(LAST.atOffset(ZoneOffset.UTC)), new OfZoned(LAST.atZone(ZoneOffset.UTC)),
				new OfDate(Date.from(Instant.parse("9999-12-31T23:59:59.999Z"))),
				new OfLocal(LocalDateTime.parse("0001-01-01T00:00:00")),
				new OfLocal(LocalDateTime.parse("9999-12-31T23:59:59.999999999")),
				new OfDay(LocalDate.parse("0001-01-01")), new OfDay(LocalDate.parse("9999-12-31")),
				new OfTime(LocalTime.MIN), new OfTime(LocalTime.MAX), new OfOffsetTime(OffsetTime.MIN),
				new OfOffsetTime(OffsetTime.MAX), new OfDuration(LONGEST), new OfDuration(LONGEST.plusNanos(499)),
				new OfDuration(Duration.ofDays(-999_999_999)),
				new OfDuration(Duration.ofDays(-999_999_999).minusNanos(499)), new OfDuration(Duration.ofNanos(-1)));
	}

	@ParameterizedTest
	@MethodSource("written")
	void whatPythonHoldsIsWrittenAndReadAgain(Record message) {
		byte[] bytes = this.codec.encode(message);
		assertThat(this.codec.decode(bytes, bytes.length, message.getClass())).isEqualTo(message);
	}

	static List<Record> refused() {
		return List.of(new OfInstant(Instant.MIN), new OfInstant(Instant.MAX),
				new OfInstant(Instant.parse("0000-12-31T23:59:59.999999999Z")), new OfInstant(LAST.plusNanos(500)),
				new OfInstant(Instant.parse("9999-12-31T23:59:59.999999999Z")),
				new OfInstant(Instant.parse("+10000-01-01T00:00:00Z")), new OfOffset(OffsetDateTime.MIN),
				new OfOffset(OffsetDateTime.MAX), new OfOffset(OffsetDateTime.parse("9999-12-31T23:00:00-01:00")),
				new OfOffset(OffsetDateTime.parse("0001-01-01T00:00:00+01:00")),
				new OfZoned(Instant.parse("+10000-01-01T00:00:00Z").atZone(ZoneOffset.UTC)),
				new OfDate(Date.from(Instant.ofEpochMilli(Long.MIN_VALUE))),
				new OfDate(Date.from(Instant.ofEpochMilli(Long.MAX_VALUE))), new OfLocal(LocalDateTime.MIN),
				new OfLocal(LocalDateTime.MAX), new OfLocal(LocalDateTime.parse("0000-12-31T23:59:59.999999999")),
				new OfLocal(LocalDateTime.parse("+10000-01-01T00:00:00")), new OfDay(LocalDate.MIN),
				new OfDay(LocalDate.MAX), new OfDay(LocalDate.of(0, 12, 31)), new OfDay(LocalDate.of(10_000, 1, 1)),
				new OfDuration(LONGEST.plusNanos(500)), new OfDuration(Duration.ofDays(1_000_000_000)),
				new OfDuration(Duration.ofDays(-999_999_999).minusNanos(500)),
				new OfDuration(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)),
				new OfDuration(Duration.ofSeconds(Long.MIN_VALUE)));
	}

	@ParameterizedTest
	@MethodSource("refused")
	void whatPythonCannotHoldIsRefusedWithItsFieldAndTheRange(Record message) throws ReflectiveOperationException {
		var accessor = message.getClass().getDeclaredMethod("v");
		accessor.setAccessible(true);
		Object value = accessor.invoke(message);
		String range = (value instanceof Duration) ? "the -999999999 to 999999999 days" : "the years 1 to 9999";
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.encode(message))
			.withMessageContaining(" at v: ")
			.withMessageContaining("outside of " + range);
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.encode(Map.of("v", value)))
			.withMessageContaining(" at v: ")
			.withMessageContaining("outside of " + range);
	}

	@Test
	void theValueIsNamed() {
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> this.codec.encode(new OfDay(LocalDate.of(10_000, 1, 1))))
			.withMessageEndingWith(" at v: +10000-01-01 is outside of the years 1 to 9999 that a message can hold");
	}

	@ParameterizedTest
	@ValueSource(strings = { "P999999999DT86399.9999995S", "P1000000000D", "-P999999999DT0.0000005S" })
	void aDurationBeyondTheRangeIsNotReadEither(String text) {
		byte[] bytes = this.codec.encode(Map.of("v", text));
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> this.codec.decode(bytes, bytes.length, OfDuration.class))
			.withMessageContaining(text);
	}

	@Test
	void aYearAloneHasNoForm() {
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codec.encode(Map.of("v", Year.of(2026))))
			.withMessageContaining("a java.time.Year has no form in a message");
	}

	record OfInstant(Instant v) {
	}

	record OfOffset(OffsetDateTime v) {
	}

	record OfZoned(ZonedDateTime v) {
	}

	record OfDate(Date v) {
	}

	record OfLocal(LocalDateTime v) {
	}

	record OfDay(LocalDate v) {
	}

	record OfTime(LocalTime v) {
	}

	record OfOffsetTime(OffsetTime v) {
	}

	record OfDuration(Duration v) {
	}

}
