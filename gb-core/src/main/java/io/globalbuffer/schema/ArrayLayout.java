// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

/**
 * An array stream.
 *
 * @param capacity how many samples a reader may fall behind
 * @param spec what each sample is
 */
public record ArrayLayout(long capacity, ArraySpec<?> spec) implements BufferLayout {

	/**
	 * Checks the capacity.
	 * @throws IllegalArgumentException if it is below 1
	 */
	public ArrayLayout {
		checkCapacity(capacity);
	}

	static void checkCapacity(long capacity) {
		if (capacity < 1) {
			throw new IllegalArgumentException("A buffer's capacity is at least 1, not " + capacity);
		}
	}

	@Override
	public ArrayLayout withCapacity(long capacity) {
		return new ArrayLayout(capacity, this.spec);
	}

	@Override
	public long sampleSize() {
		return this.spec.byteSize();
	}

	@Override
	public String describe() {
		return this.spec + ", capacity " + this.capacity;
	}

}
