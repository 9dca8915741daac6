// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.soak;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/**
 * Arrays each of whose elements is the sample's sequence, as far as the element is wide
 * enough: a mixture of two samples shows.
 */
final class SoakArrays {

	private SoakArrays() {
	}

	static void fill(Object array, long number) {
		switch (array) {
			case byte[] bytes -> Arrays.fill(bytes, (byte) number);
			case short[] shorts -> Arrays.fill(shorts, (short) number);
			case int[] ints -> Arrays.fill(ints, (int) number);
			case long[] longs -> Arrays.fill(longs, number);
			case float[] floats -> Arrays.fill(floats, (float) number);
			case double[] doubles -> Arrays.fill(doubles, (double) number);
			default -> throw new IllegalArgumentException("Not an array of samples: " + array.getClass());
		}
	}

	/** Whether an array, or a view of one, is that of a number. */
	static boolean isWhole(Object array, long number) {
		return switch (array) {
			case byte[] bytes -> areAll(ByteBuffer.wrap(bytes), (byte) number);
			case short[] shorts -> areAll(ShortBuffer.wrap(shorts), (short) number);
			case int[] ints -> Arrays.stream(ints).allMatch((value) -> value == (int) number);
			case long[] longs -> Arrays.stream(longs).allMatch((value) -> value == number);
			case double[] doubles -> Arrays.stream(doubles).allMatch((value) -> value == number);
			case float[] floats -> areAll(floats, (float) number);
			case ByteBuffer bytes -> areAll(bytes, (byte) number);
			case ShortBuffer shorts -> areAll(shorts, (short) number);
			default -> throw new IllegalArgumentException("Not an array of samples: " + array.getClass());
		};
	}

	private static boolean areAll(float[] floats, float number) {
		for (float value : floats) {
			if (value != number) {
				return false;
			}
		}
		return true;
	}

	private static boolean areAll(ByteBuffer bytes, byte number) {
		while (bytes.hasRemaining()) {
			if (bytes.get() != number) {
				return false;
			}
		}
		return true;
	}

	private static boolean areAll(ShortBuffer shorts, short number) {
		while (shorts.hasRemaining()) {
			if (shorts.get() != number) {
				return false;
			}
		}
		return true;
	}

}
