// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Copies primitive arrays from and to little-endian memory. One branch for each array
 * type, each with a constant layout: only then does the compiler fold the checks of the
 * copy, which otherwise take longer than copying a small sample.
 */
final class ArrayCopies {

	private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	private ArrayCopies() {
	}

	static void copyIn(Object source, int start, int values, MemorySegment target, long offset) {
		if (source instanceof double[] doubles) {
			MemorySegment.copy(doubles, start, target, DOUBLE, offset, values);
		}
		else if (source instanceof float[] floats) {
			MemorySegment.copy(floats, start, target, FLOAT, offset, values);
		}
		else if (source instanceof byte[] bytes) {
			MemorySegment.copy(bytes, start, target, ValueLayout.JAVA_BYTE, offset, values);
		}
		else if (source instanceof short[] shorts) {
			MemorySegment.copy(shorts, start, target, SHORT, offset, values);
		}
		else if (source instanceof int[] ints) {
			MemorySegment.copy(ints, start, target, INT, offset, values);
		}
		else if (source instanceof long[] longs) {
			MemorySegment.copy(longs, start, target, LONG, offset, values);
		}
		else {
			throw notCopied(source);
		}
	}

	static void copyOut(MemorySegment source, long offset, Object target, int start, int values) {
		if (target instanceof double[] doubles) {
			MemorySegment.copy(source, DOUBLE, offset, doubles, start, values);
		}
		else if (target instanceof float[] floats) {
			MemorySegment.copy(source, FLOAT, offset, floats, start, values);
		}
		else if (target instanceof byte[] bytes) {
			MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, bytes, start, values);
		}
		else if (target instanceof short[] shorts) {
			MemorySegment.copy(source, SHORT, offset, shorts, start, values);
		}
		else if (target instanceof int[] ints) {
			MemorySegment.copy(source, INT, offset, ints, start, values);
		}
		else if (target instanceof long[] longs) {
			MemorySegment.copy(source, LONG, offset, longs, start, values);
		}
		else {
			throw notCopied(target);
		}
	}

	private static IllegalArgumentException notCopied(Object array) {
		return new IllegalArgumentException("Samples are primitive arrays, not " + array.getClass().getTypeName()
				+ "; give the array of the dtype");
	}

}
