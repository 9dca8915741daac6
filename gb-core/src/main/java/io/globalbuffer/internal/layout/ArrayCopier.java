// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.layout;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Objects;

/**
 * Copies primitive arrays of one type from and to little-endian memory. One class for
 * each array type, each with a constant layout: only then does the compiler fold the
 * checks of the copy, which otherwise take longer than copying a small sample. Immutable.
 *
 * @param <A> the array type
 */
public abstract sealed class ArrayCopier<A> {

	private static final Map<Class<?>, ArrayCopier<?>> COPIERS = Map.of(double[].class, new OfDouble(), float[].class,
			new OfFloat(), byte[].class, new OfByte(), short[].class, new OfShort(), int[].class, new OfInt(),
			long[].class, new OfLong());

	private final long valueBytes;

	private ArrayCopier(ValueLayout layout) {
		this.valueBytes = layout.byteSize();
	}

	/**
	 * Returns what copies arrays of a type.
	 * @param <A> the array type
	 * @param arrayType that of a primitive array with elements of one byte, or of numbers
	 * @return the copier
	 */
	@SuppressWarnings("unchecked")
	public static <A> ArrayCopier<A> of(Class<A> arrayType) {
		return (ArrayCopier<A>) Objects.requireNonNull(COPIERS.get(arrayType));
	}

	/**
	 * Returns how much memory values take.
	 * @param values how many
	 * @return bytes
	 */
	public final long bytes(int values) {
		return this.valueBytes * values;
	}

	/**
	 * Returns how long an array is.
	 * @param array what may be an array of the type
	 * @return its length; -1 if it is none
	 */
	public abstract int length(Object array);

	/**
	 * Copies a whole array into memory.
	 * @param source the array
	 * @param target the memory
	 * @param offset where in the memory, in bytes
	 */
	public abstract void copyIn(A source, MemorySegment target, long offset);

	/**
	 * Copies a part of an array into memory.
	 * @param source the array
	 * @param start the first value to copy
	 * @param values how many to copy
	 * @param target the memory
	 * @param offset where in the memory, in bytes
	 */
	public abstract void copyIn(A source, int start, int values, MemorySegment target, long offset);

	/**
	 * Fills a whole array from memory.
	 * @param source the memory
	 * @param offset where in the memory, in bytes
	 * @param target the array
	 */
	public abstract void copyOut(MemorySegment source, long offset, A target);

	/**
	 * Fills a part of an array from memory.
	 * @param source the memory
	 * @param offset where in the memory, in bytes
	 * @param target the array
	 * @param start the first place to fill
	 * @param values how many to fill
	 */
	public abstract void copyOut(MemorySegment source, long offset, A target, int start, int values);

	private static final class OfDouble extends ArrayCopier<double[]> {

		private static final ValueLayout.OfDouble LAYOUT = ValueLayout.JAVA_DOUBLE_UNALIGNED
			.withOrder(ByteOrder.LITTLE_ENDIAN);

		OfDouble() {
			super(LAYOUT);
		}

		@Override
		public int length(Object array) {
			return (array instanceof double[] doubles) ? doubles.length : -1;
		}

		@Override
		public void copyIn(double[] source, MemorySegment target, long offset) {
			MemorySegment.copy(source, 0, target, LAYOUT, offset, source.length);
		}

		@Override
		public void copyIn(double[] source, int start, int values, MemorySegment target, long offset) {
			MemorySegment.copy(source, start, target, LAYOUT, offset, values);
		}

		@Override
		public void copyOut(MemorySegment source, long offset, double[] target) {
			MemorySegment.copy(source, LAYOUT, offset, target, 0, target.length);
		}

		@Override
		public void copyOut(MemorySegment source, long offset, double[] target, int start, int values) {
			MemorySegment.copy(source, LAYOUT, offset, target, start, values);
		}

	}

	private static final class OfFloat extends ArrayCopier<float[]> {

		private static final ValueLayout.OfFloat LAYOUT = ValueLayout.JAVA_FLOAT_UNALIGNED
			.withOrder(ByteOrder.LITTLE_ENDIAN);

		OfFloat() {
			super(LAYOUT);
		}

		@Override
		public int length(Object array) {
			return (array instanceof float[] floats) ? floats.length : -1;
		}

		@Override
		public void copyIn(float[] source, MemorySegment target, long offset) {
			MemorySegment.copy(source, 0, target, LAYOUT, offset, source.length);
		}

		@Override
		public void copyIn(float[] source, int start, int values, MemorySegment target, long offset) {
			MemorySegment.copy(source, start, target, LAYOUT, offset, values);
		}

		@Override
		public void copyOut(MemorySegment source, long offset, float[] target) {
			MemorySegment.copy(source, LAYOUT, offset, target, 0, target.length);
		}

		@Override
		public void copyOut(MemorySegment source, long offset, float[] target, int start, int values) {
			MemorySegment.copy(source, LAYOUT, offset, target, start, values);
		}

	}

	private static final class OfByte extends ArrayCopier<byte[]> {

		OfByte() {
			super(ValueLayout.JAVA_BYTE);
		}

		@Override
		public int length(Object array) {
			return (array instanceof byte[] bytes) ? bytes.length : -1;
		}

		@Override
		public void copyIn(byte[] source, MemorySegment target, long offset) {
			MemorySegment.copy(source, 0, target, ValueLayout.JAVA_BYTE, offset, source.length);
		}

		@Override
		public void copyIn(byte[] source, int start, int values, MemorySegment target, long offset) {
			MemorySegment.copy(source, start, target, ValueLayout.JAVA_BYTE, offset, values);
		}

		@Override
		public void copyOut(MemorySegment source, long offset, byte[] target) {
			MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, target, 0, target.length);
		}

		@Override
		public void copyOut(MemorySegment source, long offset, byte[] target, int start, int values) {
			MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, target, start, values);
		}

	}

	private static final class OfShort extends ArrayCopier<short[]> {

		private static final ValueLayout.OfShort LAYOUT = ValueLayout.JAVA_SHORT_UNALIGNED
			.withOrder(ByteOrder.LITTLE_ENDIAN);

		OfShort() {
			super(LAYOUT);
		}

		@Override
		public int length(Object array) {
			return (array instanceof short[] shorts) ? shorts.length : -1;
		}

		@Override
		public void copyIn(short[] source, MemorySegment target, long offset) {
			MemorySegment.copy(source, 0, target, LAYOUT, offset, source.length);
		}

		@Override
		public void copyIn(short[] source, int start, int values, MemorySegment target, long offset) {
			MemorySegment.copy(source, start, target, LAYOUT, offset, values);
		}

		@Override
		public void copyOut(MemorySegment source, long offset, short[] target) {
			MemorySegment.copy(source, LAYOUT, offset, target, 0, target.length);
		}

		@Override
		public void copyOut(MemorySegment source, long offset, short[] target, int start, int values) {
			MemorySegment.copy(source, LAYOUT, offset, target, start, values);
		}

	}

	private static final class OfInt extends ArrayCopier<int[]> {

		private static final ValueLayout.OfInt LAYOUT = ValueLayout.JAVA_INT_UNALIGNED
			.withOrder(ByteOrder.LITTLE_ENDIAN);

		OfInt() {
			super(LAYOUT);
		}

		@Override
		public int length(Object array) {
			return (array instanceof int[] ints) ? ints.length : -1;
		}

		@Override
		public void copyIn(int[] source, MemorySegment target, long offset) {
			MemorySegment.copy(source, 0, target, LAYOUT, offset, source.length);
		}

		@Override
		public void copyIn(int[] source, int start, int values, MemorySegment target, long offset) {
			MemorySegment.copy(source, start, target, LAYOUT, offset, values);
		}

		@Override
		public void copyOut(MemorySegment source, long offset, int[] target) {
			MemorySegment.copy(source, LAYOUT, offset, target, 0, target.length);
		}

		@Override
		public void copyOut(MemorySegment source, long offset, int[] target, int start, int values) {
			MemorySegment.copy(source, LAYOUT, offset, target, start, values);
		}

	}

	private static final class OfLong extends ArrayCopier<long[]> {

		private static final ValueLayout.OfLong LAYOUT = ValueLayout.JAVA_LONG_UNALIGNED
			.withOrder(ByteOrder.LITTLE_ENDIAN);

		OfLong() {
			super(LAYOUT);
		}

		@Override
		public int length(Object array) {
			return (array instanceof long[] longs) ? longs.length : -1;
		}

		@Override
		public void copyIn(long[] source, MemorySegment target, long offset) {
			MemorySegment.copy(source, 0, target, LAYOUT, offset, source.length);
		}

		@Override
		public void copyIn(long[] source, int start, int values, MemorySegment target, long offset) {
			MemorySegment.copy(source, start, target, LAYOUT, offset, values);
		}

		@Override
		public void copyOut(MemorySegment source, long offset, long[] target) {
			MemorySegment.copy(source, LAYOUT, offset, target, 0, target.length);
		}

		@Override
		public void copyOut(MemorySegment source, long offset, long[] target, int start, int values) {
			MemorySegment.copy(source, LAYOUT, offset, target, start, values);
		}

	}

}
