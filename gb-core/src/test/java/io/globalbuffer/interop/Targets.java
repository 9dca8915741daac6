// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.interop;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/** Records of one component each, by the type of the component. */
@SuppressWarnings("ArrayRecordComponent")
final class Targets {

	private static final Map<String, Class<?>> ALL = new LinkedHashMap<>();

	static {
		ALL.put("boolean", Flag.class);
		ALL.put("long", Whole.class);
		ALL.put("BigInteger", BigWhole.class);
		ALL.put("double", Real.class);
		ALL.put("String", Text.class);
		ALL.put("byte[]", Binary.class);
		ALL.put("BigDecimal", Decimal.class);
		ALL.put("Instant", Moment.class);
		ALL.put("OffsetDateTime", OffsetMoment.class);
		ALL.put("LocalDateTime", Naive.class);
		ALL.put("LocalDate", Day.class);
		ALL.put("LocalTime", Time.class);
		ALL.put("OffsetTime", ZonedTime.class);
		ALL.put("Duration", Span.class);
		ALL.put("UUID", Identifier.class);
		ALL.put("Colour", Coloured.class);
		ALL.put("Level", Levelled.class);
		ALL.put("List<Long>", Wholes.class);
		ALL.put("long[]", WholeArray.class);
		ALL.put("double[]", RealArray.class);
		ALL.put("List<String>", Texts.class);
		ALL.put("Map<String, Long>", ByText.class);
		ALL.put("Map<Long, Long>", ByWhole.class);
		ALL.put("Map<Boolean, Long>", ByFlag.class);
		ALL.put("@Nullable Long", NullableWhole.class);
		ALL.put("Optional<Long>", OptionalValue.class);
		ALL.put("OptionalLong", OptionalWhole.class);
		ALL.put("List<@Nullable Long>", NullableWholes.class);
		ALL.put("Inner", Nested.class);
		ALL.put("List<Inner>", NestedList.class);
		ALL.put("Object", Anything.class);
	}

	private Targets() {
	}

	static Map<String, Class<?>> all() {
		return ALL;
	}

	enum Colour {

		RED, @JsonProperty("green")
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

	record Flag(boolean v) {

	}

	record Whole(long v) {

	}

	record BigWhole(BigInteger v) {

	}

	record Real(double v) {

	}

	record Text(String v) {

	}

	record Binary(byte[] v) {

	}

	record Decimal(BigDecimal v) {

	}

	record Moment(Instant v) {

	}

	record OffsetMoment(OffsetDateTime v) {

	}

	record Naive(LocalDateTime v) {

	}

	record Day(LocalDate v) {

	}

	record Time(LocalTime v) {

	}

	record ZonedTime(OffsetTime v) {

	}

	record Span(Duration v) {

	}

	record Identifier(UUID v) {

	}

	record Coloured(Colour v) {

	}

	record Levelled(Level v) {

	}

	record Wholes(List<Long> v) {

	}

	record WholeArray(long[] v) {

	}

	record RealArray(double[] v) {

	}

	record Texts(List<String> v) {

	}

	record ByText(Map<String, Long> v) {

	}

	record ByWhole(Map<Long, Long> v) {

	}

	record ByFlag(Map<Boolean, Long> v) {

	}

	record NullableWhole(@Nullable Long v) {

	}

	record OptionalValue(Optional<Long> v) {

	}

	record OptionalWhole(OptionalLong v) {

	}

	record NullableWholes(List<@Nullable Long> v) {

	}

	record Nested(Inner v) {

	}

	record NestedList(List<Inner> v) {

	}

	record Anything(@Nullable Object v) {

	}

	record Inner(long z, @Nullable String a) {

	}

}
