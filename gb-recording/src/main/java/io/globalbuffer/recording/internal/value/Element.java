// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.recording.internal.value;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.schema.DType;

/**
 * Numbers of an element type, as plain values from little-endian bytes and back. A
 * complex number is two of them. An element that Java has no number for is its bytes; a
 * date or a time difference is its count of units, and {@code null} for "not a time".
 */
public final class Element {

	/** The texts by which JSON has them. */
	private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

	private static final double GREATEST_HALF = 65_504;

	private final String name;

	private final int size;

	/**
	 * Makes the numbers of an element type.
	 */
	public Element(DType<?> dtype) {
		this.name = switch (dtype.name()) {
			case "complex64" -> "float32";
			case "complex128" -> "float64";
			case String date when date.startsWith("datetime64") || date.startsWith("timedelta64") -> "time";
			case String known when DType.find(known).isPresent() -> known;
			default -> "raw";
		};
		this.size = isRaw() ? dtype.itemSize() : dtype.itemSize() / dtype.valuesPerElement();
	}

	/** The bytes of one number. */
	public int size() {
		return this.size;
	}

	private boolean isRaw() {
		return this.name.equals("raw");
	}

	/**
	 * Takes the next number.
	 */
	public @Nullable Object get(ByteBuffer source) {
		return switch (this.name) {
			case "bool" -> source.get() != 0;
			case "int8" -> source.get();
			case "uint8" -> Byte.toUnsignedInt(source.get());
			case "int16" -> source.getShort();
			case "uint16" -> Short.toUnsignedInt(source.getShort());
			case "int32" -> source.getInt();
			case "uint32" -> Integer.toUnsignedLong(source.getInt());
			case "int64" -> source.getLong();
			case "uint64" -> Numbers.unsigned(source.getLong());
			case "float16" -> Float.float16ToFloat(source.getShort());
			case "float32" -> source.getFloat();
			case "float64" -> source.getDouble();
			case "time" -> time(source.getLong());
			default -> {
				byte[] bytes = new byte[this.size];
				source.get(bytes);
				yield bytes;
			}
		};
	}

	private static @Nullable Long time(long count) {
		return (count != Long.MIN_VALUE) ? count : null;
	}

	/**
	 * Appends a number.
	 * @throws InvalidValueException if the value is none of this type
	 */
	public void put(ByteBuffer target, @Nullable Object value) {
		switch (this.name) {
			case "bool" -> target.put((byte) (bool(value) ? 1 : 0));
			case "int8" -> target.put((byte) integer(value, Byte.MIN_VALUE, Byte.MAX_VALUE));
			case "uint8" -> target.put((byte) integer(value, 0, 0xff));
			case "int16" -> target.putShort((short) integer(value, Short.MIN_VALUE, Short.MAX_VALUE));
			case "uint16" -> target.putShort((short) integer(value, 0, 0xffff));
			case "int32" -> target.putInt((int) integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
			case "uint32" -> target.putInt((int) integer(value, 0, 0xffff_ffffL));
			case "int64" -> target.putLong(integer(value, Long.MIN_VALUE, Long.MAX_VALUE));
			case "uint64" -> target.putLong(unsigned(value));
			case "float16" -> target.putShort(Float.floatToFloat16((float) real(value, GREATEST_HALF)));
			case "float32" -> target.putFloat((float) real(value, Float.MAX_VALUE));
			case "float64" -> target.putDouble(real(value, Double.MAX_VALUE));
			case "time" ->
				target.putLong((value != null) ? integer(value, Long.MIN_VALUE, Long.MAX_VALUE) : Long.MIN_VALUE);
			default -> target.put(raw(value));
		}
	}

	private boolean bool(@Nullable Object value) {
		return switch (value) {
			case Boolean bool -> bool;
			case Integer number when number == 0 || number == 1 -> number == 1;
			case null, default -> throw no(value);
		};
	}

	private long integer(@Nullable Object value, long least, long greatest) {
		if (value instanceof Integer || value instanceof Long) {
			long number = ((Number) value).longValue();
			if (number >= least && number <= greatest) {
				return number;
			}
		}
		throw no(value);
	}

	private long unsigned(@Nullable Object value) {
		if (value instanceof BigInteger number && number.signum() > 0 && number.bitLength() <= Long.SIZE) {
			return number.longValue();
		}
		return integer(value, 0, Long.MAX_VALUE);
	}

	private double real(@Nullable Object value, double greatest) {
		return switch (value) {
			case Number number when Math.abs(number.doubleValue()) <= greatest -> number.doubleValue();
			case String text when NOT_FINITE.contains(text) -> Double.parseDouble(text);
			case null, default -> throw no(value);
		};
	}

	private byte[] raw(@Nullable Object value) {
		if (value instanceof String text) {
			try {
				byte[] bytes = Base64.getDecoder().decode(text);
				if (bytes.length == this.size) {
					return bytes;
				}
			}
			catch (IllegalArgumentException ex) {
				throw no(value);
			}
		}
		throw no(value);
	}

	private InvalidValueException no(@Nullable Object value) {
		return new InvalidValueException(ForeignText.shortened(Json.line(value), 40) + " is no "
				+ (isRaw() ? "base64 text of " + this.size + " bytes" : this.name));
	}

}
