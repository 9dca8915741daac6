// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.lang.foreign.MemorySegment;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.SegmentFields;

/**
 * The claim of a successor to a segment whose writer has gone. Of several that try at
 * once, with a lock or without, only one succeeds, since only one changes the heartbeat
 * that all have seen.
 */
final class SegmentClaim {

	private SegmentClaim() {
	}

	/**
	 * Claims the segment.
	 * @param memory its first pages at least, writable
	 * @param seen the heartbeat by which the old writer was judged
	 * @param heartbeat the claimant's
	 * @return {@code false} if another was faster
	 */
	static boolean claim(MemorySegment memory, long seen, long heartbeat) {
		// another one in any case: what stays as it was keeps no other out
		long claimed = (heartbeat != seen) ? heartbeat : heartbeat + 1;
		return SegmentFields.compareAndSetLong(memory, HeaderLayout.HEARTBEAT_OFFSET, seen, claimed);
	}

	/**
	 * Takes back that the segment's writer holds a lock: the next one does not, and must
	 * not be judged by it.
	 * @param memory the first pages of a segment with an extension block
	 */
	static void disownLock(MemorySegment memory) {
		int features = SegmentFields.getIntAcquire(memory, ExtensionLayout.FEATURES_OFFSET);
		if ((features & ExtensionLayout.FEATURE_WRITER_LOCK) != 0) {
			SegmentFields.setIntRelease(memory, ExtensionLayout.FEATURES_OFFSET,
					features & ~ExtensionLayout.FEATURE_WRITER_LOCK);
		}
	}

	/**
	 * States again that the segment's last writer held a lock.
	 * @param memory the first pages of a segment with an extension block
	 */
	static void ownLock(MemorySegment memory) {
		int features = SegmentFields.getIntAcquire(memory, ExtensionLayout.FEATURES_OFFSET);
		SegmentFields.setIntRelease(memory, ExtensionLayout.FEATURES_OFFSET,
				features | ExtensionLayout.FEATURE_WRITER_LOCK);
	}

}
