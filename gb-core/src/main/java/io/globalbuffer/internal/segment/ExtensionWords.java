// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.RingGeometry;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.os.OpenFile;

/**
 * The first words of the extension block, read by a call like the {@link FirstPages}, and
 * by themselves: who looks again and again needs no more.
 *
 * @param magic says whether a writer has filled the block
 * @param features what that writer does
 */
record ExtensionWords(int magic, int features) {

	private static final ExtensionWords NONE = new ExtensionWords(0, 0);

	/**
	 * Reads the words.
	 * @param file the segment
	 * @param geometry where its slots lie: perhaps in place of the block
	 * @return the words
	 * @throws IOException if they cannot be read
	 */
	static ExtensionWords read(OpenFile file, RingGeometry geometry) throws IOException {
		if (geometry.slotsStart() < HeaderLayout.SLOTS_START) {
			return NONE;
		}
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment words = arena.allocate(Long.BYTES, Long.BYTES);
			file.read(ExtensionLayout.MAGIC_OFFSET, words);
			return new ExtensionWords(SegmentFields.getInt(words, 0),
					SegmentFields.getInt(words, ExtensionLayout.FEATURES_OFFSET - ExtensionLayout.MAGIC_OFFSET));
		}
	}

	/** Whether a writer has filled the block. */
	boolean isFilled() {
		return this.magic == ExtensionLayout.MAGIC;
	}

	/** Whether the last writer held a lock, so that a free one proves it gone. */
	boolean isWrittenUnderLock() {
		return isFilled() && (this.features & ExtensionLayout.FEATURE_WRITER_LOCK) != 0;
	}

}
