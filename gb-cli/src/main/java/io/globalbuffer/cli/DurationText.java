// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Durations as they are typed: {@code 150ms}, {@code 2s}, {@code 1.5m}.
 */
final class DurationText implements ITypeConverter<Duration> {

	private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(us|ms|s|m|h)");

	private static final BigDecimal LONGEST = BigDecimal.valueOf(Duration.ofDays(366).toNanos());

	private static final Map<String, Duration> UNITS = Map.of("us", Duration.ofNanos(1000), "ms", Duration.ofMillis(1),
			"s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1));

	@Override
	public Duration convert(String text) {
		Matcher matcher = FORM.matcher(text);
		Duration unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
		BigDecimal nanos = (unit != null)
				? new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit.toNanos())) : BigDecimal.ZERO;
		if (nanos.compareTo(BigDecimal.ONE) < 0 || nanos.compareTo(LONGEST) > 0) {
			throw new TypeConversionException("'" + text
					+ "' is no time: give a number and us, ms, s, m or h, for example 150ms, and at most a year");
		}
		return Duration.ofNanos(nanos.longValue());
	}

}
