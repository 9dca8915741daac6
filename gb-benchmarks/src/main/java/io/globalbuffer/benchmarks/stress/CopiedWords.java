// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import java.lang.foreign.MemorySegment;

import io.globalbuffer.schema.DType;

/**
 * A sample that is copied out and looked at afterwards.
 */
final class CopiedWords implements SeenWords {

	private final long[] copy;

	CopiedWords(int words) {
		this.copy = new long[words];
	}

	@Override
	public void see(MemorySegment memory, long offset, long length) {
		DType.INT64.copyOut(memory, offset, this.copy);
	}

	@Override
	public boolean areAll(long word) {
		for (long copied : this.copy) {
			if (copied != word) {
				return false;
			}
		}
		return true;
	}

}
