// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the format description's table of values that are more than numbers, text
 * and bytes: what is in Java, in the message, and in Python.
 */
public final class TableRows {

	private static final Instant SECOND = Instant.parse("2026-01-02T03:04:05Z");

	private TableRows() {
	}

	/**
	 * Return the rows.
	 * @return the rows, also as the source of a parameterized test
	 */
	public static Stream<Row> all() {
		LocalDateTime naive = LocalDateTime.parse("2026-01-02T03:04:05");
		return Stream.of(row("moment, whole seconds", new OfInstant(SECOND), "d6ff695735a5", "datetime"),
				row("moment, microseconds", new OfInstant(SECOND.plusNanos(678_900_000)), "d7ffa1dcc480695735a5",
						"datetime"),
				row("moment after 2106", new OfInstant(Instant.parse("2200-01-01T00:00:00Z")), "d7ff00000001b09e1900",
						"datetime"),
				row("moment before 1970", new OfInstant(Instant.parse("1950-01-01T00:00:00Z")),
						"c70cff00000000ffffffffda616280", "datetime"),
				row("moment after 2514", new OfInstant(Instant.parse("2603-10-11T11:33:20.000001Z")),
						"c70cff000003e800000004a817c800", "datetime"),
				row("OffsetDateTime", new OfOffset(SECOND.atOffset(ZoneOffset.UTC)), "d6ff695735a5", "datetime"),
				row("ZonedDateTime", new OfZoned(SECOND.atZone(ZoneOffset.UTC)), "d6ff695735a5", "datetime"),
				row("Date", new OfDate(Date.from(SECOND)), "d6ff695735a5", "datetime"),
				row("naive date-time", new OfNaive(naive), "b3" + hex("2026-01-02T03:04:05"), "datetime"),
				row("naive date-time, microseconds", new OfNaive(naive.plusNanos(678_900_000)),
						"ba" + hex("2026-01-02T03:04:05.678900"), "datetime"),
				row("date", new OfDay(LocalDate.parse("2026-01-02")), "aa" + hex("2026-01-02"), "date"),
				row("time", new OfTime(LocalTime.parse("03:04:05.0006")), "af" + hex("03:04:05.000600"), "time"),
				row("time, whole seconds", new OfTime(LocalTime.parse("03:04")), "a8" + hex("03:04:00"), "time"),
				row("time in UTC", new OfZonedTime(OffsetTime.parse("03:04:05Z")), "a9" + hex("03:04:05Z"), "time"),
				row("time with an offset", new OfZonedTime(OffsetTime.parse("03:04:05-02:30")),
						"ae" + hex("03:04:05-02:30"), "time"),
				duration("PT24H0M2.000003S", "P1DT2.000003S"), duration("PT90S", "PT90S"), duration("PT0S", "P0D"),
				duration("PT24H", "P1D"), duration("PT7.5S", "PT7.5S"), duration("P400DT3H", "P400DT10800S"),
				duration("PT-1S", "-PT1S"), duration("PT-86394.999993S", "-PT86394.999993S"),
				duration("PT-25H", "-P1DT3600S"),
				row("UUID", new OfUuid(new UUID(0, 1)), "d924" + hex("00000000-0000-0000-0000-000000000001"), "UUID"),
				decimal("1.50"), decimal("1E+5"), decimal("-0.000001"), decimal("1E-7"), decimal("0E+3"),
				decimal("0.00"), decimal("123E+10"),
				row("enum by name", new OfColour(Colour.red), "a3" + hex("red"), "Colour"),
				row("enum by given name", new OfColour(Colour.GREEN), "a1" + hex("g"), "Colour"),
				row("enum by value", new OfLevel(Level.HIGH), "02", "Level"),
				row("present Optional", new OfOptional(Optional.of("x")), "a178", "Optional[str]"),
				row("empty Optional", new OfOptional(Optional.empty()), "c0", "Optional[str]"),
				row("OptionalInt", new OfInt(OptionalInt.of(-33)), "d0df", "Optional[int]"),
				row("empty OptionalInt", new OfInt(OptionalInt.empty()), "c0", "Optional[int]"),
				row("OptionalLong", new OfLong(OptionalLong.of(128)), "cc80", "Optional[int]"),
				row("OptionalDouble", new OfDouble(OptionalDouble.of(1)), "cb3ff0000000000000", "Optional[float]"),
				row("set", new OfSet(Set.of(7)), "9107", "set[int]"),
				row("list of moments", new OfMoments(List.of(SECOND)), "91d6ff695735a5", "list[datetime]"),
				row("list with nil", new OfNullables(Arrays.asList(1, null)), "9201c0", "list[Optional[int]]"),
				row("map of durations", new OfSpans(Map.of("k", Duration.ofSeconds(1))), "81a16ba450543153",
						"dict[str, timedelta]"),
				row("map with integer keys", new ByLong(Map.of(300L, "x")), "81cd012ca178", "dict[int, str]"),
				row("map with boolean keys", new ByFlag(Map.of(true, "x")), "81c3a178", "dict[bool, str]"),
				row("map with enum keys", new ByColour(Map.of(Colour.GREEN, 1)), "81a16701", "dict[Colour, int]"));
	}

	private static Row row(String name, Record message, String value, String python) {
		return new Row(name, message, "81a176" + value, python);
	}

	private static Row duration(String value, String text) {
		return row("duration " + text, new OfSpan(Duration.parse(value)),
				String.format(Locale.ROOT, "%02x", 0xa0 + text.length()) + hex(text), "timedelta");
	}

	private static Row decimal(String text) {
		String canonical = new BigDecimal(text).toString();
		return row("decimal " + text, new OfDecimal(new BigDecimal(text)),
				String.format(Locale.ROOT, "%02x", 0xa0 + canonical.length()) + hex(canonical), "Decimal");
	}

	private static String hex(String text) {
		return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * One row.
	 *
	 * @param name what it shows
	 * @param message a record of one component, {@code v}
	 * @param hex the message's bytes, two hexadecimal digits each
	 * @param python the annotation of a Python model's field
	 */
	public record Row(String name, Record message, String hex, String python) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	enum Colour {

		red, @JsonProperty("g")
		GREEN

	}

	enum Level {

		LOW(1), HIGH(2);

		private final int number;

		Level(int number) {
			this.number = number;
		}

		@JsonValue
		int number() {
			return this.number;
		}

	}

	record OfInstant(Instant v) {

	}

	record OfOffset(OffsetDateTime v) {

	}

	record OfZoned(ZonedDateTime v) {

	}

	record OfDate(Date v) {

	}

	record OfNaive(LocalDateTime v) {

	}

	record OfDay(LocalDate v) {

	}

	record OfTime(LocalTime v) {

	}

	record OfZonedTime(OffsetTime v) {

	}

	record OfSpan(Duration v) {

	}

	record OfUuid(UUID v) {

	}

	record OfDecimal(BigDecimal v) {

	}

	record OfColour(Colour v) {

	}

	record OfLevel(Level v) {

	}

	record OfOptional(Optional<String> v) {

	}

	record OfInt(OptionalInt v) {

	}

	record OfLong(OptionalLong v) {

	}

	record OfDouble(OptionalDouble v) {

	}

	record OfSet(Set<Integer> v) {

	}

	record OfMoments(List<Instant> v) {

	}

	record OfNullables(List<@Nullable Integer> v) {

	}

	record OfSpans(Map<String, Duration> v) {

	}

	record ByLong(Map<Long, String> v) {

	}

	record ByFlag(Map<Boolean, String> v) {

	}

	record ByColour(Map<Colour, Integer> v) {

	}

}
