// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.schema;

/**
 * An array stream.
 *
 * @param capacity how many samples a reader may fall behind
 * @param spec what each sample is
 */
public record ArrayLayout(long capacity, ArraySpec<?> spec) implements BufferLayout {

	@Override
	public long sampleSize() {
		return this.spec.byteSize();
	}

	@Override
	public String describe() {
		return this.spec + ", capacity " + this.capacity;
	}

}
