// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import java.lang.foreign.MemorySegment;

/**
 * What a reader saw of a sample, which may have changed while it looked. For one thread.
 */
interface SeenWords {

	/**
	 * Looks at a sample.
	 * @param memory the segment
	 * @param offset where the sample starts
	 * @param length its size in bytes
	 */
	void see(MemorySegment memory, long offset, long length);

	/**
	 * Whether each word that was seen last is the one that is expected.
	 * @param word the expected word
	 * @return {@code false} if one is another
	 */
	boolean areAll(long word);

}
