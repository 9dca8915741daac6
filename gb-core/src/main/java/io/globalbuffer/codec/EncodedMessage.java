// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.util.Arrays;

/**
 * The bytes of one message, in memory that is used for the next one again. For one thread
 * at a time.
 */
public final class EncodedMessage {

	private static final int INITIAL_BYTES = 256;

	/** Large messages are rare, or large enough not to notice. */
	private static final int MOST_KEPT_BYTES = 1 << 16;

	private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

	private byte[] bytes = new byte[INITIAL_BYTES];

	private int length;

	/** Starts without a message. */
	public EncodedMessage() {
	}

	/**
	 * The bytes, and more.
	 * @return an array that begins with the message, not a copy
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Returns how many bytes are the message's.
	 * @return the length
	 */
	public int length() {
		return this.length;
	}

	/** Forgets the message. The memory of a large one is let go of. */
	public void clear() {
		this.length = 0;
		if (this.bytes.length > MOST_KEPT_BYTES) {
			this.bytes = new byte[INITIAL_BYTES];
		}
	}

	/**
	 * Makes the message longer by bytes of any value.
	 * @param count how many
	 * @return where the first of them is
	 */
	int extend(int count) {
		int start = this.length;
		long end = (long) start + count;
		if (end > this.bytes.length) {
			if (end > MOST_BYTES) {
				throw new OutOfMemoryError("A message has " + MOST_BYTES + " bytes at most");
			}
			this.bytes = Arrays.copyOf(this.bytes, (int) Math.max(end, Math.min(2L * this.bytes.length, MOST_BYTES)));
		}
		this.length = (int) end;
		return start;
	}

	/**
	 * Gives a part of the message another length.
	 * @param start where the part begins
	 * @param size how many bytes it has
	 * @param wanted how many it is to have; their values are lost
	 */
	void resize(int start, int size, int wanted) {
		int end = this.length;
		if (wanted > size) {
			extend(wanted - size);
		}
		System.arraycopy(this.bytes, start + size, this.bytes, start + wanted, end - start - size);
		this.length = end + wanted - size;
	}

}
