// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Dates, times and durations from plain values, accepted as pydantic accepts them: from
 * text, from timestamps, and from numbers of seconds since 1970, or of milliseconds if
 * they are large. What has a zone is not taken for what has none, nor the other way
 * round. All methods return {@code null} for what is no such value.
 */
final class TemporalConversions {

	private static final Pattern NUMBER = Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)");

	/** Numbers beyond are milliseconds, in pydantic and so here. */
	private static final double MOST_SECONDS = 2e10;

	private static final long MICROS_PER_SECOND = 1_000_000;

	private static final long SECONDS_PER_DAY = 86_400;

	private TemporalConversions() {
	}

	static @Nullable Instant toInstant(Object plain) {
		if (plain instanceof Instant instant) {
			return instant;
		}
		String text = PlainValue.text(plain);
		TemporalText.Moment dateTime = (text != null) ? TemporalText.dateTime(text) : null;
		if (dateTime == null) {
			return timestamp((text != null) ? number(text) : plain);
		}
		Integer offset = dateTime.offset();
		return (offset != null) ? dateTime.dateTime().toInstant(ZoneOffset.UTC).minusSeconds(offset) : null;
	}

	static @Nullable OffsetDateTime toOffsetDateTime(Object plain) {
		Instant instant = toInstant(plain);
		return (instant != null) ? instant.atOffset(ZoneOffset.UTC) : null;
	}

	static @Nullable ZonedDateTime toZonedDateTime(Object plain) {
		Instant instant = toInstant(plain);
		return (instant != null) ? instant.atZone(ZoneOffset.UTC) : null;
	}

	static @Nullable Date toDate(Object plain) {
		Instant instant = toInstant(plain);
		if (instant == null || !instant.equals(instant.truncatedTo(ChronoUnit.MILLIS))) {
			return null;
		}
		return Date.from(instant);
	}

	static @Nullable LocalDateTime toLocalDateTime(Object plain) {
		String text = PlainValue.text(plain);
		TemporalText.Moment dateTime = (text != null) ? TemporalText.dateTime(text) : null;
		return (dateTime != null && dateTime.offset() == null) ? dateTime.dateTime() : null;
	}

	static @Nullable LocalDate toLocalDate(Object plain) {
		String text = PlainValue.text(plain);
		TemporalText.Moment dateTime = (text != null) ? TemporalText.dateTime(text) : null;
		LocalDateTime local;
		if (dateTime != null) {
			local = dateTime.dateTime();
		}
		else {
			Instant instant = toInstant(plain);
			local = (instant != null) ? instant.atOffset(ZoneOffset.UTC).toLocalDateTime() : null;
		}
		if (local == null) {
			return null;
		}
		LocalTime time = local.toLocalTime().truncatedTo(ChronoUnit.MICROS);
		return time.equals(LocalTime.MIDNIGHT) ? local.toLocalDate() : null;
	}

	static @Nullable LocalTime toLocalTime(Object plain) {
		TemporalText.TimeOfDay time = time(plain);
		return (time != null && time.offset() == null) ? time.time() : null;
	}

	static @Nullable OffsetTime toOffsetTime(Object plain) {
		if (plain instanceof Number number) {
			Duration duration = toDuration(number);
			if (duration == null || number.doubleValue() < 0 || duration.toDays() > 0) {
				return null;
			}
			return LocalTime.ofNanoOfDay(duration.toNanos()).atOffset(ZoneOffset.UTC);
		}
		TemporalText.TimeOfDay time = time(plain);
		Integer offset = (time != null) ? time.offset() : null;
		// a ZoneOffset ends at 18 hours
		if (time == null || offset == null || Math.abs(offset) > ZoneOffset.MAX.getTotalSeconds()) {
			return null;
		}
		return time.time().atOffset(ZoneOffset.ofTotalSeconds(offset));
	}

	static @Nullable Duration toDuration(Object plain) {
		Duration duration = switch (plain) {
			case Boolean value -> Duration.ofSeconds(value ? 1 : 0);
			case Long value when Math.abs(value / SECONDS_PER_DAY) <= TemporalRange.MAX_DAYS -> Duration.ofSeconds(value);
			case Double value when Math.abs(value / SECONDS_PER_DAY) <= TemporalRange.MAX_DAYS -> seconds(value, 1);
			case String _, byte[] _ -> {
				String text = PlainValue.text(plain);
				yield (text != null) ? DurationText.parse(text) : null;
			}
			default -> null;
		};
		return (duration != null && TemporalRange.contains(duration)) ? duration : null;
	}

	private static TemporalText.@Nullable TimeOfDay time(Object plain) {
		String text = PlainValue.text(plain);
		return (text != null) ? TemporalText.time(text) : null;
	}

	private static @Nullable Object number(String text) {
		if (text.length() > NumberConversions.LONGEST_NUMBER || !NUMBER.matcher(text).matches()) {
			return null;
		}
		return (text.indexOf('.') < 0) ? new BigInteger(text) : Double.valueOf(text);
	}

	private static @Nullable Instant timestamp(@Nullable Object number) {
		Instant instant = switch (number) {
			case Long value -> timestamp(value.longValue());
			case BigInteger value when value.bitLength() < Long.SIZE -> timestamp(value.longValue());
			case Double value when Math.abs(value) <= MOST_SECONDS -> Instant.EPOCH.plus(seconds(value, 1));
			case Double value when Math.abs(value) <= MOST_SECONDS * 1e6 -> Instant.EPOCH.plus(seconds(value, 1000));
			case null, default -> null;
		};
		return (instant != null && TemporalRange.contains(instant)) ? instant : null;
	}

	private static Instant timestamp(long value) {
		return (Math.abs((double) value) <= MOST_SECONDS) ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value);
	}

	/** Whole microseconds: a double knows no more about a moment of our time. */
	private static Duration seconds(double value, int partsPerSecond) {
		long whole = (long) value;
		long microsPerPart = MICROS_PER_SECOND / partsPerSecond;
		double micros = Math.abs(value - whole) * microsPerPart;
		long rounded = (long) Math.floor(micros + 0.5);
		Duration duration = Duration.of(whole / partsPerSecond, ChronoUnit.SECONDS)
			.plus(whole % partsPerSecond * microsPerPart, ChronoUnit.MICROS);
		return duration.plus((value < 0) ? -rounded : rounded, ChronoUnit.MICROS);
	}

}
