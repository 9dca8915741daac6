// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers in arrays of bytes, the most significant byte first.
 */
final class BigEndian {

	private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

	private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

	private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private BigEndian() {
	}

	static short getShort(byte[] bytes, int index) {
		return (short) SHORT.get(bytes, index);
	}

	static int getInt(byte[] bytes, int index) {
		return (int) INT.get(bytes, index);
	}

	static long getLong(byte[] bytes, int index) {
		return (long) LONG.get(bytes, index);
	}

	/**
	 * Returns a number without a sign.
	 * @param bytes where it is
	 * @param index where it begins
	 * @param size how many bytes it has: 1, 2 or 4
	 * @return the number
	 */
	static long getUnsigned(byte[] bytes, int index, int size) {
		return switch (size) {
			case Byte.BYTES -> Byte.toUnsignedLong(bytes[index]);
			case Short.BYTES -> Short.toUnsignedLong(getShort(bytes, index));
			default -> Integer.toUnsignedLong(getInt(bytes, index));
		};
	}

	static void putShort(byte[] bytes, int index, int value) {
		SHORT.set(bytes, index, (short) value);
	}

	static void putInt(byte[] bytes, int index, int value) {
		INT.set(bytes, index, value);
	}

	static void putLong(byte[] bytes, int index, long value) {
		LONG.set(bytes, index, value);
	}

}
