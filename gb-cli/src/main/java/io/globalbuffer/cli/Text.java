// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Numbers, sizes and times as people read them.
 */
final class Text {

	/** What stands where there is nothing to say. */
	static final String NONE = "-";

	private static final String[] SIZES = { "B", "KiB", "MiB", "GiB", "TiB" };

	private static final int STEP = 1024;

	private Text() {
	}

	/**
	 * Samples a second, with as many digits as matter.
	 */
	static String rate(OptionalDouble rate) {
		return rate.isPresent() ? rate(rate.getAsDouble()) : NONE;
	}

	static String rate(double rate) {
		return String.format(Locale.ROOT, (rate < 1000) ? "%.1f/s" : "%.0f/s", rate);
	}

	static String bytes(long bytes) {
		double size = bytes;
		int unit = 0;
		while (size >= STEP && unit < SIZES.length - 1) {
			size /= STEP;
			unit++;
		}
		return String.format(Locale.ROOT, (unit == 0 || size >= 100) ? "%.0f %s" : "%.1f %s", size, SIZES[unit]);
	}

	/**
	 * An age or an interval in its two largest units, or three digits.
	 */
	static String duration(Duration duration) {
		long seconds = duration.toSeconds();
		if (seconds < 0) {
			return "-" + duration(duration.negated());
		}
		if (seconds >= TimeUnit.DAYS.toSeconds(1)) {
			return duration.toDays() + "d" + duration.toHoursPart() + "h";
		}
		if (seconds >= TimeUnit.HOURS.toSeconds(1)) {
			return duration.toHours() + "h" + duration.toMinutesPart() + "m";
		}
		if (seconds >= TimeUnit.MINUTES.toSeconds(1)) {
			return duration.toMinutes() + "m" + duration.toSecondsPart() + "s";
		}
		return nanos(duration.toNanos());
	}

	/**
	 * A short time with three digits.
	 */
	static String nanos(long nanos) {
		long size = Math.abs(nanos);
		if (size < TimeUnit.MICROSECONDS.toNanos(1)) {
			return nanos + "ns";
		}
		if (size < TimeUnit.MILLISECONDS.toNanos(1)) {
			return in(TimeUnit.MICROSECONDS, nanos) + "us";
		}
		return (size < TimeUnit.SECONDS.toNanos(1)) ? in(TimeUnit.MILLISECONDS, nanos) + "ms"
				: in(TimeUnit.SECONDS, nanos) + "s";
	}

	private static String in(TimeUnit unit, long nanos) {
		double number = (double) nanos / unit.toNanos(1);
		double size = Math.abs(number);
		return String.format(Locale.ROOT, (size < 10) ? "%.2f" : (size < 100) ? "%.1f" : "%.0f", number);
	}

}
