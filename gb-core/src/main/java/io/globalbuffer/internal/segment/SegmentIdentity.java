// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.time.Duration;
import java.time.Instant;

import io.globalbuffer.internal.os.FileFacts;

/**
 * Which segment it is: a take-over keeps it, a new creation changes it.
 *
 * @param inode the file's number; 0 where files have none
 * @param created when it was made, in nanoseconds since 1970; 0 where that is not known
 */
public record SegmentIdentity(long inode, long created) {

	/** That of no segment. */
	public static final SegmentIdentity NONE = new SegmentIdentity(0, 0);

	/**
	 * Recognises a segment.
	 * @param pages what it says of itself
	 * @param facts what the file system says of it, which counts where it does not
	 */
	static SegmentIdentity of(FirstPages pages, FileFacts facts) {
		long stated = pages.statedCreation();
		return new SegmentIdentity(facts.inode(),
				(stated > 0) ? stated : facts.birth().map(SegmentIdentity::nanos).orElse(0L));
	}

	/** Recognises a segment whose first pages cannot be read any more. */
	static SegmentIdentity of(FileFacts facts) {
		return new SegmentIdentity(facts.inode(), facts.birth().map(SegmentIdentity::nanos).orElse(0L));
	}

	private static long nanos(Instant time) {
		return Duration.between(Instant.EPOCH, time).toNanos();
	}

	/**
	 * Whether both are the same segment. A time that one of them does not know does not
	 * tell them apart: some file systems keep none, and a take-over notes it.
	 * @param other another one
	 * @return {@code false} where one of them is none
	 */
	public boolean isSame(SegmentIdentity other) {
		return !equals(NONE) && !other.equals(NONE) && this.inode == other.inode
				&& (this.created == other.created || this.created == 0 || other.created == 0);
	}

}
