// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Durations as text. Written are days and seconds, as msgspec writes them:
 * {@code P1DT2.5S}, {@code -PT90S}, {@code P0D}. Read is what pydantic reads: all of ISO
 * 8601's units, a year for 365 days and a month for 30, {@code 26:30:00.5}, and
 * {@code 3 days, 02:30}.
 */
final class DurationText {

	private static final Pattern ISO = Pattern.compile("([+-]?)P(.++)", Pattern.DOTALL);

	private static final Pattern PART = Pattern.compile("(T)|([0-9]++)([.,][0-9]*+)?([YMWDHS])");

	private static final Pattern LEADING_ZEROS = Pattern.compile("^0++");

	private static final Pattern CLOCK = Pattern
		.compile("([+-]?)([0-9]{1,9}+):([0-5][0-9])(?::([0-5][0-9])(?:[.,]([0-9]++))?)?");

	private static final Pattern DAYS = Pattern.compile("([+-]?)([0-9]{1,9}+) ?d(?:ays?)?,? ?(.*+)",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final int SHORTEST_CLOCK = 5;

	private static final int SECONDS_PER_DAY = 86_400;

	private static final long LARGEST_PART = 0xffff_ffffL;

	private static final int LARGEST_PART_DIGITS = 10;

	private static final BigDecimal LARGEST = BigDecimal.valueOf((TemporalRange.MAX_DAYS + 1) * SECONDS_PER_DAY);

	/** Of a fraction; far more than a year has nanoseconds. */
	private static final int MOST_FRACTION_DIGITS = 40;

	private static final int NANO_DIGITS = 9;

	private DurationText() {
	}

	static String of(Duration duration) {
		if (duration.isZero()) {
			return "P0D";
		}
		Duration magnitude = duration.abs();
		StringBuilder text = new StringBuilder(duration.isNegative() ? "-P" : "P");
		long days = magnitude.toDays();
		if (days != 0) {
			text.append(days).append('D');
		}
		BigDecimal seconds = BigDecimal.valueOf(magnitude.minusDays(days).toNanos(), NANO_DIGITS).stripTrailingZeros();
		if (seconds.signum() != 0) {
			text.append('T').append(seconds.toPlainString()).append('S');
		}
		return text.toString();
	}

	static @Nullable Duration parse(String text) {
		Matcher iso = ISO.matcher(text);
		if (iso.matches()) {
			return signed(iso.group(1), iso(iso.group(2)));
		}
		Matcher clock = CLOCK.matcher(text);
		if (clock.matches()) {
			boolean complete = clock.end() - clock.start(2) >= SHORTEST_CLOCK;
			return complete ? signed(clock.group(1), clock(clock)) : null;
		}
		Matcher days = DAYS.matcher(text);
		return days.matches() ? signed(days.group(1), days(days.group(2), days.group(3))) : null;
	}

	private static @Nullable Duration signed(String sign, @Nullable Duration magnitude) {
		if (magnitude == null) {
			return null;
		}
		Duration duration = sign.equals("-") ? magnitude.negated() : magnitude;
		return TemporalRange.contains(duration) ? duration : null;
	}

	private static @Nullable Duration iso(String parts) {
		BigDecimal seconds = BigDecimal.ZERO;
		boolean time = false;
		boolean ended = false;
		boolean empty = true;
		Matcher part = PART.matcher(parts);
		int position = 0;
		while (position < parts.length()) {
			// find would look for the next part all over the text, again and again
			if (!part.region(position, parts.length()).lookingAt()) {
				return null;
			}
			position = part.end();
			if (part.group(1) != null) {
				if (time) {
					return null;
				}
				time = true;
				continue;
			}
			BigDecimal unit = unit(part.group(4).charAt(0), time);
			BigDecimal value = value(part);
			if (ended || unit == null || value == null) {
				return null;
			}
			seconds = seconds.add(value.multiply(unit));
			if (seconds.compareTo(LARGEST) > 0) {
				return null;
			}
			ended = part.group(3) != null;
			empty = false;
		}
		return empty ? null : duration(seconds);
	}

	/** The number of a part; {@code null} if it is too large. */
	private static @Nullable BigDecimal value(Matcher part) {
		String digits = LEADING_ZEROS.matcher(part.group(2)).replaceFirst("");
		if (digits.length() > LARGEST_PART_DIGITS) {
			return null;
		}
		long whole = digits.isEmpty() ? 0 : Long.parseLong(digits);
		String fraction = (part.group(3) != null) ? part.group(3).substring(1) : "";
		String counted = fraction.substring(0, Math.min(fraction.length(), MOST_FRACTION_DIGITS));
		return (whole <= LARGEST_PART) ? new BigDecimal(whole + "." + counted) : null;
	}

	private static @Nullable BigDecimal unit(char letter, boolean time) {
		int seconds = switch (letter) {
			case 'Y' -> time ? 0 : 365 * SECONDS_PER_DAY;
			case 'M' -> time ? 60 : 30 * SECONDS_PER_DAY;
			case 'W' -> time ? 0 : 7 * SECONDS_PER_DAY;
			case 'D' -> time ? 0 : SECONDS_PER_DAY;
			case 'H' -> time ? 3600 : 0;
			default -> time ? 1 : 0;
		};
		return (seconds != 0) ? BigDecimal.valueOf(seconds) : null;
	}

	private static Duration duration(BigDecimal seconds) {
		BigDecimal rounded = seconds.setScale(NANO_DIGITS, RoundingMode.HALF_UP);
		BigDecimal whole = rounded.setScale(0, RoundingMode.DOWN);
		return Duration.ofSeconds(whole.longValue(), rounded.subtract(whole).movePointRight(NANO_DIGITS).longValue());
	}

	private static Duration clock(Matcher clock) {
		long minutes = Long.parseLong(clock.group(2)) * 60 + Long.parseLong(clock.group(3));
		long seconds = (clock.group(4) != null) ? Long.parseLong(clock.group(4)) : 0;
		return Duration.ofSeconds(minutes * 60 + seconds, TemporalText.nanos(clock.group(5)));
	}

	private static @Nullable Duration days(String days, String rest) {
		Duration whole = Duration.ofDays(Long.parseLong(days));
		if (rest.isEmpty()) {
			return whole;
		}
		TemporalText.TimeOfDay time = TemporalText.time(rest);
		return (time != null && time.offset() == null) ? whole.plusNanos(time.time().toNanoOfDay()) : null;
	}

}
