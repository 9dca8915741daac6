// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.payload;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * A sample's bytes as they were in the slot. For one sample, and the attempts at it; once
 * it is {@linkplain #release() released}, for another one.
 */
public final class MessageBytes {

	/** Large messages are rare, or large enough not to notice. */
	private static final int MOST_KEPT_BYTES = 1 << 16;

	private static final byte[] NONE = {};

	private final AtomicReference<@Nullable MessageBytes> spare;

	private byte[] bytes = NONE;

	private int length;

	MessageBytes(AtomicReference<@Nullable MessageBytes> spare) {
		this.spare = spare;
	}

	/**
	 * The bytes, and perhaps more.
	 * @return an array that begins with the sample, not a copy
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Returns how many bytes are the sample's.
	 * @return the length
	 */
	public int length() {
		return this.length;
	}

	/**
	 * The bytes alone.
	 * @return an array that this must not be {@linkplain #release() released} after
	 */
	public byte[] toByteArray() {
		return (this.bytes.length == this.length) ? this.bytes : Arrays.copyOf(this.bytes, this.length);
	}

	/**
	 * Gives the memory back, for another sample. The memory of a large one is let go of.
	 */
	public void release() {
		if (this.bytes.length > MOST_KEPT_BYTES) {
			this.bytes = NONE;
		}
		this.spare.set(this);
	}

	void begin(int length) {
		if (this.bytes.length < length) {
			this.bytes = new byte[length];
		}
		this.length = length;
	}

	void copy(MemorySegment memory, long offset, int count, int from) {
		MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, offset, this.bytes, from, count);
	}

}
