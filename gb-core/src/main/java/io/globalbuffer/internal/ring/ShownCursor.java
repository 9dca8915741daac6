// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.ring;

import java.lang.foreign.MemorySegment;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.RegistryLayout;
import io.globalbuffer.internal.layout.SegmentFields;

/**
 * Where monitors see the cursor of a reader, if it is registered.
 */
final class ShownCursor {

	/**
	 * Each store into shared memory costs a tenth of what reading a small sample does.
	 */
	private static final long EACH = 64;

	private volatile @Nullable MemorySegment entry;

	/** Shows the cursor from now on. */
	void in(MemorySegment entry) {
		this.entry = entry;
	}

	/** How many samples may be read until the cursor is to be shown. */
	static long atMost(long samples) {
		return Math.min(samples, EACH);
	}

	/**
	 * Shows where the cursor is about to move to: before it does, so that who has closed
	 * the entry meanwhile is told, and reads this again.
	 */
	void show(long cursor) {
		MemorySegment entry = this.entry;
		if (entry != null) {
			SegmentFields.setLongOpaque(entry, RegistryLayout.CURSOR, cursor);
		}
	}

}
