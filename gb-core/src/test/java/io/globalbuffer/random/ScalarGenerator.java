// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.random;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import io.globalbuffer.random.Kind.Scalar;

/**
 * Draws values without parts that Python can have, those at the limits of a form more
 * often than others. Moments, times and durations have microseconds, as Python's. Not
 * thread-safe.
 */
final class ScalarGenerator {

	private static final double[] DOUBLES = { 0, -0.0, 1, -1, 0.1, 1e-7, 1e22, Double.NaN, Double.POSITIVE_INFINITY,
			Double.NEGATIVE_INFINITY, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, 0x1p53, 0x1p63, 0x1p64,
			Float.MAX_VALUE, Float.MIN_VALUE };

	private static final List<String> CHARACTERS = List.of("a", "Z", "0", " ", "\"", "\\", "\n", "\0", "\u007f",
			"\u0080", "é", "ß", "\u07ff", "\u0800", "€", "\ud7ff", "\ue000", "\uffff", "\ud800\udc00", "😀",
			"\udbff\udfff", "e\u0301");

	private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

	private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

	/** Where the timestamp's form changes, and what is next to it. */
	private static final List<Instant> MOMENTS = List.of(FIRST, LAST, Instant.EPOCH, Instant.ofEpochSecond(-1),
			Instant.parse("1969-12-31T23:59:59.999999Z"), Instant.ofEpochSecond(1, 1000),
			Instant.ofEpochSecond((1L << 32) - 1), Instant.ofEpochSecond(1L << 32),
			Instant.ofEpochSecond((1L << 34) - 1, 999_999_000), Instant.ofEpochSecond(1L << 34));

	private static final long DAY_MICROS = Duration.ofDays(1).toSeconds() * 1_000_000;

	/** Python's largest time span is a little longer. */
	private static final long LONGEST_DAYS = 999_999_998;

	private static final int SMALL = 4;

	private final Random random;

	private final Lengths lengths;

	ScalarGenerator(Random random, Lengths lengths) {
		this.random = random;
		this.lengths = lengths;
	}

	Object next(Scalar kind) {
		return switch (kind) {
			case BOOLEAN -> this.random.nextBoolean();
			case BYTE -> (byte) integer(Byte.SIZE);
			case SHORT -> (short) integer(Short.SIZE);
			case INT -> (int) integer(Integer.SIZE);
			case LONG -> integer(Long.SIZE);
			case BIG_INTEGER -> bigInteger();
			case FLOAT -> (float) floating();
			case DOUBLE -> floating();
			case TEXT -> text();
			case BYTES -> bytes();
			case INSTANT -> moment();
			case OFFSET_DATE_TIME -> moment().atOffset(ZoneOffset.UTC);
			case LOCAL_DATE_TIME -> LocalDateTime.ofInstant(moment(), ZoneOffset.UTC);
			case LOCAL_DATE -> LocalDate.ofInstant(moment(), ZoneOffset.UTC);
			case LOCAL_TIME -> LocalTime.ofNanoOfDay(timeOfDay());
			case DURATION -> duration();
			case UUID -> new UUID(integer(Long.SIZE), integer(Long.SIZE));
			case DECIMAL -> decimal();
		};
	}

	/** A power of two or a neighbour of one, or anything; of so many bits with a sign. */
	private long integer(int bits) {
		long drawn = this.random.nextBoolean() ? (1L << this.random.nextInt(bits)) + this.random.nextInt(-2, 3)
				: this.random.nextLong() >> this.random.nextInt(Long.SIZE);
		long value = this.random.nextBoolean() ? drawn : -drawn;
		int unused = Long.SIZE - bits;
		return value << unused >> unused;
	}

	private BigInteger bigInteger() {
		long value = integer(Long.SIZE);
		return (value >= 0 || this.random.nextBoolean()) ? BigInteger.valueOf(value)
				: new BigInteger(Long.toUnsignedString(value));
	}

	private double floating() {
		return switch (this.random.nextInt(3)) {
			case 0 -> DOUBLES[this.random.nextInt(DOUBLES.length)];
			case 1 -> this.random.nextGaussian();
			default -> Double.longBitsToDouble(this.random.nextLong());
		};
	}

	private String text() {
		int length = this.lengths.ofContent();
		boolean ascii = this.random.nextBoolean();
		StringBuilder text = new StringBuilder(length);
		for (int left = length; left > 0; left--) {
			text.append(ascii ? "x" : CHARACTERS.get(this.random.nextInt(CHARACTERS.size())));
		}
		return text.toString();
	}

	private byte[] bytes() {
		byte[] bytes = new byte[this.lengths.ofContent()];
		this.random.nextBytes(bytes);
		return bytes;
	}

	private Instant moment() {
		Instant moment = MOMENTS.get(this.random.nextInt(MOMENTS.size()));
		if (this.random.nextBoolean()) {
			moment = Instant.ofEpochSecond(this.random.nextLong(FIRST.getEpochSecond(), LAST.getEpochSecond()));
			if (this.random.nextBoolean()) {
				moment = moment.plusNanos(1000L * this.random.nextInt(1_000_000));
			}
		}
		return moment;
	}

	private long timeOfDay() {
		return switch (this.random.nextInt(SMALL)) {
			case 0 -> 0;
			case 1 -> 1000 * (DAY_MICROS - 1);
			case 2 -> 1_000_000_000L * this.random.nextInt((int) Duration.ofDays(1).toSeconds());
			default -> 1000 * this.random.nextLong(DAY_MICROS);
		};
	}

	private Duration duration() {
		Duration days = Duration.ofDays(switch (this.random.nextInt(SMALL)) {
			case 0 -> LONGEST_DAYS;
			case 1 -> this.random.nextLong(LONGEST_DAYS);
			default -> this.random.nextInt(SMALL);
		});
		Duration duration = days.plusNanos(timeOfDay());
		return this.random.nextBoolean() ? duration : duration.negated();
	}

	private BigDecimal decimal() {
		BigInteger digits = BigInteger.valueOf(integer(Long.SIZE));
		if (this.random.nextInt(SMALL) == 0) {
			digits = digits.multiply(BigInteger.valueOf(integer(Long.SIZE)));
		}
		return new BigDecimal(digits, this.random.nextInt(-30, 30));
	}

}
