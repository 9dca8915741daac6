// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.codec;

import java.io.IOException;

/**
 * The memory that decoding one message may take. A few bytes can stand for many objects,
 * so what makes an object of a message's bytes says so first, with about the size that it
 * has in a JVM with compressed references.
 */
final class MemoryBudget {

	/** The memory for each byte of a message, if nothing is said. */
	static final int DEFAULT_FACTOR = 32;

	/** What the smallest message may take. */
	static final long FLOOR = 1 << 20;

	/** The rest of the JVM must go on. */
	private static final long MOST = Runtime.getRuntime().maxMemory() / 2;

	/** A reference in a list that grows, or in an object. */
	static final int SLOT = 8;

	/** An object without fields, or the header of an array. */
	static final int OBJECT = 24;

	/** A text without its characters. */
	static final int TEXT = 40;

	/** A map without entries, besides an object. */
	static final int MAP = 32;

	/** What a map or a set takes for an entry. */
	static final int ENTRY = 56;

	private final int length;

	private final int factor;

	private final long size;

	private long left;

	MemoryBudget(int length, int factor) {
		this.length = length;
		this.factor = factor;
		this.size = Math.max(FLOOR, Math.min((long) factor * length, MOST));
		this.left = this.size;
	}

	/**
	 * Whether it is enough for any message.
	 * @param bytesPerByte the most memory that a byte of the message can take
	 * @return true if there is no need to spend it
	 */
	boolean suffices(long bytesPerByte) {
		return this.length * bytesPerByte <= this.left;
	}

	/**
	 * Takes from the budget.
	 * @param bytes how much
	 * @throws ExceededException if it is used up
	 */
	void spend(long bytes) throws ExceededException {
		this.left -= bytes;
		if (this.left < 0) {
			throw new ExceededException("it would take more than the " + this.size
					+ " bytes of memory that a message of " + this.length + " bytes may take"
					+ ((this.size == MOST) ? ", half of the JVM's heap" : " (" + this.factor
							+ " times its size, and at least " + FLOOR
							+ "); if such messages are meant, allow more by memoryFactor of MessageSpec, in Spring"
							+ " by the property memory-factor"));
		}
	}

	/**
	 * Requires that a factor is one.
	 * @param factor how many bytes of memory each byte of a message may take
	 * @return the factor
	 * @throws IllegalArgumentException if it is below 1
	 */
	static int requireFactor(int factor) {
		if (factor < 1) {
			throw new IllegalArgumentException("The memory factor must be at least 1, not " + factor);
		}
		return factor;
	}

	/** The budget is used up. */
	static final class ExceededException extends IOException {

		private static final long serialVersionUID = 1L;

		ExceededException(String message) {
			super(message);
		}

	}

}
