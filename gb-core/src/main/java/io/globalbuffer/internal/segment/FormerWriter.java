// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.util.OptionalLong;

/**
 * Who wrote before the one who has a segment now.
 *
 * @param pid its process, as it saw itself; empty where what was there did not say
 * @param sequence the first sequence of its successor
 * @param replaced whether its segment was replaced by another
 */
public record FormerWriter(OptionalLong pid, long sequence, boolean replaced) {

	/** Of a segment that is gone on with. */
	static FormerWriter of(MappedSegment segment, long pid) {
		return new FormerWriter(OptionalLong.of(pid), segment.count(), false);
	}

	/** Of one that another has taken the place of. */
	static FormerWriter of(AbandonedFile replaced) {
		boolean usable = replaced.pages().isUsable(replaced.path());
		return new FormerWriter(usable ? OptionalLong.of(replaced.pages().writerPid()) : OptionalLong.empty(), 0, true);
	}

}
