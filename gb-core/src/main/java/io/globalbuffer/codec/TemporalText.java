// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Dates and times as text. Written is RFC 3339's form with a fraction of six digits, or
 * nine where six would lose something, and none when it is zero. Read is what pydantic
 * reads: also without seconds, with a comma, a space or an underscore, and any number of
 * digits, of which nine count.
 */
final class TemporalText {

	private static final String DATE = "([0-9]{4})-([0-9]{2})-([0-9]{2})";

	private static final String TIME = "([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]++))?)?"
			+ "([Zz]|[+\u2212-][0-9]{2}:?[0-9]{2})?";

	private static final Pattern DATE_ONLY = Pattern.compile(DATE);

	private static final Pattern TIME_ONLY = Pattern.compile(TIME);

	private static final Pattern DATE_AND_TIME = Pattern.compile(DATE + "[Tt _](" + TIME + ")");

	private static final int TIME_GROUP = 4;

	private static final int NANO_DIGITS = 9;

	private TemporalText() {
	}

	static String of(LocalDate date) {
		return String.format(Locale.ROOT, "%04d-%02d-%02d", date.getYear(), date.getMonthValue(), date.getDayOfMonth());
	}

	static String of(LocalTime time) {
		String whole = String.format(Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
		if (time.getNano() == 0) {
			return whole;
		}
		boolean micros = time.equals(time.truncatedTo(ChronoUnit.MICROS));
		return whole + (micros ? String.format(Locale.ROOT, ".%06d", time.getNano() / 1000)
				: String.format(Locale.ROOT, ".%09d", time.getNano()));
	}

	static String of(LocalDateTime dateTime) {
		return of(dateTime.toLocalDate()) + "T" + of(dateTime.toLocalTime());
	}

	static String of(OffsetTime time) {
		return of(time.toLocalTime()) + time.getOffset().getId();
	}

	static @Nullable LocalDate date(String text) {
		Matcher matcher = DATE_ONLY.matcher(text);
		return matcher.matches() ? date(matcher) : null;
	}

	/** A date alone is its midnight. */
	static @Nullable Moment dateTime(String text) {
		Matcher matcher = DATE_AND_TIME.matcher(text);
		if (!matcher.matches()) {
			LocalDate date = date(text);
			return (date != null) ? new Moment(date.atStartOfDay(), null) : null;
		}
		LocalDate date = date(matcher);
		TimeOfDay time = time(matcher.group(TIME_GROUP));
		return (date != null && time != null) ? new Moment(date.atTime(time.time()), time.offset()) : null;
	}

	static @Nullable TimeOfDay time(String text) {
		Matcher matcher = TIME_ONLY.matcher(text);
		if (!matcher.matches()) {
			return null;
		}
		int second = (matcher.group(3) != null) ? Integer.parseInt(matcher.group(3)) : 0;
		try {
			LocalTime time = LocalTime.of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)),
					second, nanos(matcher.group(4)));
			String zone = matcher.group(5);
			if (zone == null) {
				return new TimeOfDay(time, null);
			}
			Integer offset = offset(zone);
			return (offset != null) ? new TimeOfDay(time, offset) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/**
	 * The nanoseconds of a fraction of a second.
	 * @param digits the digits after the point, {@code null} for none
	 * @return the nanoseconds, further digits cut off
	 */
	static int nanos(@Nullable String digits) {
		if (digits == null) {
			return 0;
		}
		return Integer.parseInt((digits + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS));
	}

	private static @Nullable LocalDate date(Matcher matcher) {
		int year = Integer.parseInt(matcher.group(1));
		try {
			return (year > 0)
					? LocalDate.of(year, Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3))) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static @Nullable Integer offset(String zone) {
		if (zone.equalsIgnoreCase("Z")) {
			return 0;
		}
		int hours = Integer.parseInt(zone.substring(1, 3));
		int minutes = Integer.parseInt(zone.substring(zone.length() - 2));
		if (hours > 23 || minutes > 59) {
			return null;
		}
		int seconds = hours * 3600 + minutes * 60;
		return (zone.charAt(0) == '+') ? seconds : -seconds;
	}

	/**
	 * A date and time, and its zone if it has one.
	 *
	 * @param dateTime the local date and time
	 * @param offset seconds east of UTC, less than a day; {@code null} without a zone
	 */
	record Moment(LocalDateTime dateTime, @Nullable Integer offset) {

	}

	/**
	 * A time of day, and its zone if it has one.
	 *
	 * @param time the local time
	 * @param offset seconds east of UTC, less than a day; {@code null} without a zone
	 */
	record TimeOfDay(LocalTime time, @Nullable Integer offset) {

	}

}
