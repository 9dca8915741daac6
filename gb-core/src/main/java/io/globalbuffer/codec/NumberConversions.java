// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Booleans and numbers from plain values, accepted as pydantic accepts them. All methods
 * return {@code null} for what is no such value.
 */
final class NumberConversions {

	/** Python's limit, and for its reason: more digits take time by their square. */
	static final int LONGEST_NUMBER = 4300;

	private static final Pattern INTEGER = Pattern.compile("([+-]?)([0-9]++(?:_[0-9]++)*+)(?:\\.0++)?");

	private static final Pattern FLOAT = Pattern
		.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

	private static final double LARGEST_POSITIONAL = 1e16;

	private static final double SMALLEST_POSITIONAL = 1e-4;

	private NumberConversions() {
	}

	static @Nullable Boolean toBoolean(Object plain) {
		return switch (plain) {
			case Boolean value -> value;
			case Long value when value == 0 || value == 1 -> value == 1;
			case Double value when value == 0 || value == 1 -> value == 1;
			case String _, byte[] _ -> booleanOf(PlainValue.text(plain));
			default -> null;
		};
	}

	private static @Nullable Boolean booleanOf(@Nullable String text) {
		return switch ((text != null) ? text.toLowerCase(Locale.ROOT) : "") {
			case "1", "t", "y", "on", "yes", "true" -> true;
			case "0", "f", "n", "no", "off", "false" -> false;
			default -> null;
		};
	}

	static @Nullable Byte toByte(Object plain) {
		Long value = toLong(plain);
		return (value != null && value == value.byteValue()) ? value.byteValue() : null;
	}

	static @Nullable Short toShort(Object plain) {
		Long value = toLong(plain);
		return (value != null && value == value.shortValue()) ? value.shortValue() : null;
	}

	static @Nullable Integer toInteger(Object plain) {
		Long value = toLong(plain);
		return (value != null && value == value.intValue()) ? value.intValue() : null;
	}

	static @Nullable Long toLong(Object plain) {
		return switch (plain) {
			case Long value -> value;
			case Boolean value -> value ? 1L : 0L;
			// a double has no odd integers near 2^63, and pydantic stops there as well
			case Double value when value == Math.rint(value) && Math.abs(value) < Long.MAX_VALUE -> value.longValue();
			case String _, byte[] _ -> {
				BigInteger value = integerOf(PlainValue.text(plain));
				yield (value != null && value.bitLength() < Long.SIZE) ? value.longValue() : null;
			}
			default -> null;
		};
	}

	static @Nullable BigInteger toBigInteger(Object plain) {
		return switch (plain) {
			case BigInteger value -> value;
			case String _, byte[] _ -> integerOf(PlainValue.text(plain));
			default -> {
				Long value = toLong(plain);
				yield (value != null) ? BigInteger.valueOf(value) : null;
			}
		};
	}

	private static @Nullable BigInteger integerOf(@Nullable String text) {
		if (text == null || text.length() > LONGEST_NUMBER) {
			return null;
		}
		Matcher matcher = INTEGER.matcher(trimmed(text));
		if (!matcher.matches()) {
			return null;
		}
		BigInteger digits = new BigInteger(matcher.group(2).replace("_", ""));
		return matcher.group(1).equals("-") ? digits.negate() : digits;
	}

	static @Nullable Float toFloat(Object plain) {
		Double value = toDouble(plain);
		if (value == null) {
			return null;
		}
		float narrow = value.floatValue();
		return (Float.isInfinite(narrow) && !value.isInfinite()) ? null : Float.valueOf(narrow);
	}

	static @Nullable Double toDouble(Object plain) {
		return switch (plain) {
			case Number value -> value.doubleValue();
			case Boolean value -> value ? 1.0 : 0.0;
			case String _, byte[] _ -> doubleOf(PlainValue.text(plain));
			default -> null;
		};
	}

	private static @Nullable Double doubleOf(@Nullable String text) {
		if (text == null) {
			return null;
		}
		String number = trimmed(text);
		if (!number.startsWith("_") && !number.endsWith("_") && !number.contains("__")) {
			number = number.replace("_", "");
		}
		if (FLOAT.matcher(number).matches()) {
			return Double.valueOf(number);
		}
		return switch (number.toLowerCase(Locale.ROOT)) {
			case "nan", "+nan", "-nan" -> Double.NaN;
			case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
			case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
			default -> null;
		};
	}

	static @Nullable BigDecimal toBigDecimal(Object plain) {
		return switch (plain) {
			case Long value -> BigDecimal.valueOf(value);
			case BigInteger value -> new BigDecimal(value);
			case Double value when Double.isFinite(value) -> decimalOf(value);
			case String text -> decimalOf(text);
			default -> null;
		};
	}

	/** As many digits as Python's text of the number has. */
	private static BigDecimal decimalOf(double value) {
		BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
		double magnitude = Math.abs(value);
		boolean positional = value == 0 || (magnitude >= SMALLEST_POSITIONAL && magnitude < LARGEST_POSITIONAL);
		return (positional && shortest.scale() < 1) ? shortest.setScale(1) : shortest;
	}

	private static @Nullable BigDecimal decimalOf(String text) {
		if (text.length() > LONGEST_NUMBER) {
			return null;
		}
		try {
			return new BigDecimal(trimmed(text).replace("_", ""));
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	static @Nullable Number toNumber(Object plain) {
		return (plain instanceof Number number) ? number : null;
	}

	/**
	 * A number as a message carries it.
	 * @param number any of Java's numbers
	 * @return a {@code Long}, a {@code BigInteger} or a {@code Double}
	 */
	static Number plainNumber(Number number) {
		return switch (number) {
			case Byte _, Short _, Integer _, Long _ -> number.longValue();
			case BigInteger value -> value;
			default -> number.doubleValue();
		};
	}

	private static String trimmed(String text) {
		int start = 0;
		int end = text.length();
		while (start < end && isSpace(text.charAt(start))) {
			start++;
		}
		while (start < end && isSpace(text.charAt(end - 1))) {
			end--;
		}
		return text.substring(start, end);
	}

	/** Unicode's white space: neither of Java's two notions of it is that. */
	private static boolean isSpace(char character) {
		return (character >= '\t' && character <= '\r') || character == '\u0085' || Character.isSpaceChar(character);
	}

}
