// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import org.jspecify.annotations.Nullable;

/**
 * What the values of a Java array stand for, one by one.
 */
enum Elements {

	BOOLEAN, SIGNED, UNSIGNED, HALF, FLOAT;

	private static final double TWO_TO_63 = 0x1p63;

	/** What values of a type stand for; {@code null} where they are no numbers. */
	static @Nullable Elements of(DType<?> dtype) {
		return switch (dtype.name()) {
			case "bool" -> BOOLEAN;
			case "int8", "int16", "int32", "int64" -> SIGNED;
			case "uint8", "uint16", "uint32", "uint64" -> UNSIGNED;
			case "float16" -> HALF;
			case "float32", "float64", "complex64", "complex128" -> FLOAT;
			default -> null;
		};
	}

	boolean isInteger() {
		return this == BOOLEAN || this == SIGNED || this == UNSIGNED;
	}

	/** One value of an integer type; that of an unsigned long as its bits. */
	long longAt(Object array, int index) {
		return switch (array) {
			case byte[] bytes when this == BOOLEAN -> (bytes[index] != 0) ? 1 : 0;
			case byte[] bytes when this == SIGNED -> bytes[index];
			case byte[] bytes -> Byte.toUnsignedLong(bytes[index]);
			case short[] shorts when this == SIGNED -> shorts[index];
			case short[] shorts -> Short.toUnsignedLong(shorts[index]);
			case int[] ints when this == SIGNED -> ints[index];
			case int[] ints -> Integer.toUnsignedLong(ints[index]);
			case long[] longs -> longs[index];
			default -> throw new IllegalArgumentException(array.getClass().getTypeName());
		};
	}

	/** One value of a floating-point type. */
	double doubleAt(Object array, int index) {
		return switch (array) {
			case short[] halves -> Float.float16ToFloat(halves[index]);
			case float[] floats -> floats[index];
			case double[] doubles -> doubles[index];
			default -> throw new IllegalArgumentException(array.getClass().getTypeName());
		};
	}

	/** Stores an integer, unless it has no equal here. */
	boolean putLong(Object array, int index, long value) {
		if (!isInteger()) {
			// beyond 2^63 - 1 a double has no neighbour that casts back to it
			return (long) (double) value == value && value != Long.MAX_VALUE && putDouble(array, index, (double) value);
		}
		if (this == BOOLEAN && (value & ~1) != 0) {
			return false;
		}
		if (this == UNSIGNED && value < 0) {
			return false;
		}
		storeInteger(array, index, value);
		return longAt(array, index) == value;
	}

	/** Stores an integer of 2^63 or more, unless it has no equal here. */
	boolean putUnsigned(Object array, int index, long bits) {
		if (!isInteger()) {
			double value = (bits >>> 11) * 0x1p11;
			return (bits & 0x7FF) == 0 && putDouble(array, index, value);
		}
		if (this != UNSIGNED) {
			return false;
		}
		storeInteger(array, index, bits);
		return longAt(array, index) == bits;
	}

	/** Stores a floating-point value, unless it has no equal here. */
	boolean putDouble(Object array, int index, double value) {
		if (!isInteger()) {
			storeDouble(array, index, value);
			double stored = doubleAt(array, index);
			return stored == value || Double.isNaN(value);
		}
		if (value != Math.rint(value) || value < -TWO_TO_63 || value >= 2 * TWO_TO_63) {
			return false;
		}
		return (value < TWO_TO_63) ? putLong(array, index, (long) value)
				: putUnsigned(array, index, (long) (value - TWO_TO_63) + Long.MIN_VALUE);
	}

	/** One value as text. */
	String describe(Object array, int index) {
		if (!isInteger()) {
			return Double.toString(doubleAt(array, index));
		}
		long value = longAt(array, index);
		return (this == UNSIGNED) ? Long.toUnsignedString(value) : Long.toString(value);
	}

	private static void storeInteger(Object array, int index, long value) {
		switch (array) {
			case byte[] bytes -> bytes[index] = (byte) value;
			case short[] shorts -> shorts[index] = (short) value;
			case int[] ints -> ints[index] = (int) value;
			case long[] longs -> longs[index] = value;
			default -> throw new IllegalArgumentException(array.getClass().getTypeName());
		}
	}

	private static void storeDouble(Object array, int index, double value) {
		switch (array) {
			case short[] halves -> halves[index] = Float.floatToFloat16((float) value);
			case float[] floats -> floats[index] = (float) value;
			case double[] doubles -> doubles[index] = value;
			default -> throw new IllegalArgumentException(array.getClass().getTypeName());
		}
	}

}
