// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * A sample that is looked at in its slot, word by word, through a slice as a function of
 * an application gets it. Nothing is kept but what the words have in common.
 */
final class WordsInPlace implements SeenWords {

	private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

	private long first;

	/** Bits in which a word differs from the first one. */
	private long differences;

	private boolean everMixed;

	@Override
	public void see(MemorySegment memory, long offset, long length) {
		MemorySegment sample = memory.asSlice(offset, length).asReadOnly();
		long seen = sample.get(LONG, 0);
		long different = 0;
		for (long place = Long.BYTES; place < length; place += Long.BYTES) {
			different |= sample.get(LONG, place) ^ seen;
		}
		this.first = seen;
		this.differences = different;
		this.everMixed |= different != 0;
	}

	@Override
	public boolean areAll(long word) {
		return this.first == word && this.differences == 0;
	}

	/**
	 * Whether any look saw words of different samples, also one that was not validated.
	 * @return {@code true} if a writer came between
	 */
	boolean wereEverMixed() {
		return this.everMixed;
	}

}
