// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.layout;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Access to the words of a segment, little-endian, in the memory order each use needs.
 * All words are naturally aligned, so each access is atomic.
 */
public final class SegmentFields {

	private static final VarHandle INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN)
		.varHandle()
		.withInvokeExactBehavior();

	private static final VarHandle LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN)
		.varHandle()
		.withInvokeExactBehavior();

	private SegmentFields() {
	}

	public static int getInt(MemorySegment memory, long offset) {
		return (int) INT.get(memory, offset);
	}

	public static int getIntOpaque(MemorySegment memory, long offset) {
		return (int) INT.getOpaque(memory, offset);
	}

	public static int getIntAcquire(MemorySegment memory, long offset) {
		return (int) INT.getAcquire(memory, offset);
	}

	public static int getIntVolatile(MemorySegment memory, long offset) {
		return (int) INT.getVolatile(memory, offset);
	}

	public static boolean compareAndSetInt(MemorySegment memory, long offset, int expected, int value) {
		return INT.compareAndSet(memory, offset, expected, value);
	}

	public static int getAndAddInt(MemorySegment memory, long offset, int delta) {
		return (int) INT.getAndAdd(memory, offset, delta);
	}

	public static void setInt(MemorySegment memory, long offset, int value) {
		INT.set(memory, offset, value);
	}

	public static void setIntOpaque(MemorySegment memory, long offset, int value) {
		INT.setOpaque(memory, offset, value);
	}

	public static void setIntRelease(MemorySegment memory, long offset, int value) {
		INT.setRelease(memory, offset, value);
	}

	public static long getLong(MemorySegment memory, long offset) {
		return (long) LONG.get(memory, offset);
	}

	public static long getLongOpaque(MemorySegment memory, long offset) {
		return (long) LONG.getOpaque(memory, offset);
	}

	public static long getLongAcquire(MemorySegment memory, long offset) {
		return (long) LONG.getAcquire(memory, offset);
	}

	public static void setLong(MemorySegment memory, long offset, long value) {
		LONG.set(memory, offset, value);
	}

	public static void setLongOpaque(MemorySegment memory, long offset, long value) {
		LONG.setOpaque(memory, offset, value);
	}

	public static void setLongRelease(MemorySegment memory, long offset, long value) {
		LONG.setRelease(memory, offset, value);
	}

	public static boolean compareAndSetLong(MemorySegment memory, long offset, long expected, long value) {
		return LONG.compareAndSet(memory, offset, expected, value);
	}

}
