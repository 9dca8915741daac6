// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;

import com.fasterxml.jackson.databind.JsonMappingException;

/**
 * The dates, moments and durations that Python can hold: the years 1 to 9999, and less
 * than a thousand million days, in microseconds. What lies outside has no form in a
 * message, since no Python peer could read it. Python rounds nanoseconds to microseconds
 * where a moment is a timestamp and in durations, so that what rounds to the year 10000
 * lies outside, too; it cuts them off in texts of dates and times.
 */
final class TemporalRange {

	private static final int MAX_YEAR = 9999;

	private static final String YEARS = "the years 1 to " + MAX_YEAR + " that a message can hold";

	private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

	/** From here on, to the nearest microsecond, it is the year 10000. */
	private static final Instant END = Instant.parse("9999-12-31T23:59:59.999999500Z");

	/** The days of the longest duration. */
	static final long MAX_DAYS = 999_999_999;

	private static final Duration LONGEST_NEGATIVE = Duration.ofDays(MAX_DAYS);

	private static final Duration LONGEST = Duration.ofDays(MAX_DAYS + 1).minus(1, ChronoUnit.MICROS);

	private static final int HALF_A_MICROSECOND = 500;

	private TemporalRange() {
	}

	/**
	 * Whether Python has a moment.
	 * @param instant the moment
	 * @return true if it is in the years 1 to 9999 of UTC
	 */
	static boolean contains(Instant instant) {
		return !instant.isBefore(FIRST) && instant.isBefore(END);
	}

	/**
	 * Whether Python has a duration.
	 * @param duration the duration
	 * @return true from -999999999 days to 999999999 days, 23:59:59.999999
	 */
	static boolean contains(Duration duration) {
		if (Math.abs(duration.toDays()) > MAX_DAYS) {
			return false;
		}
		Duration micros = duration.abs().plusNanos(HALF_A_MICROSECOND).truncatedTo(ChronoUnit.MICROS);
		return micros.compareTo(duration.isNegative() ? LONGEST_NEGATIVE : LONGEST) <= 0;
	}

	static Instant requireMoment(StrictGenerator generator, Instant instant) throws IOException {
		if (!contains(instant)) {
			throw outside(generator, instant, YEARS + ", to the microsecond and in UTC");
		}
		return instant;
	}

	static <T extends TemporalAccessor> T requireDate(StrictGenerator generator, T local) throws IOException {
		int year = local.get(ChronoField.YEAR);
		if (year < 1 || year > MAX_YEAR) {
			throw outside(generator, local, YEARS);
		}
		return local;
	}

	static Duration requireDuration(StrictGenerator generator, Duration duration) throws IOException {
		if (!contains(duration)) {
			throw outside(generator, duration,
					"the -" + MAX_DAYS + " to " + MAX_DAYS + " days, to the microsecond, that a message can hold");
		}
		return duration;
	}

	private static JsonMappingException outside(StrictGenerator generator, Object value, String range) {
		return JsonMappingException.from(generator, value + " is outside of " + range);
	}

}
