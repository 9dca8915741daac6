// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import org.jspecify.annotations.Nullable;

/**
 * When a reader tries to open what its name leads to: at once when that has changed, and
 * every 50 ms while it cannot be opened. Asks the file system nothing that is known. Safe
 * for use by many threads.
 */
public final class SegmentSearch {

	private final NameUse name;

	private final Pace pace = new Pace();

	/** The number of the look after which was tried last. */
	private volatile long tried;

	/**
	 * Has tried nothing yet.
	 * @param name the name
	 */
	public SegmentSearch(NameUse name) {
		this.name = name;
	}

	/**
	 * Tries, if the name leads to something that was not tried a moment ago.
	 * @param own what it may lead to and is not tried; {@code null} for nothing
	 * @param attempt tries; what it throws is thrown, and the next one is due at once
	 */
	public void attempt(@Nullable MappedSegment own, Runnable attempt) {
		this.name.look();
		NameLook seen = this.name.seen();
		if (seen != null && !seen.isGone() && (own == null || !seen.isOf(own))
				&& (seen.number() != this.tried || this.pace.isDue())) {
			attempt.run();
			this.tried = seen.number();
			this.pace.looked();
		}
	}

}
