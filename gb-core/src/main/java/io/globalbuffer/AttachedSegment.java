// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import org.jspecify.annotations.Nullable;

/**
 * The segment a reader is attached to now, if any, and the reader's straight path, which
 * leads there. {@link #now} and {@link #isPassedUnheld} are safe for use by many threads.
 *
 * @param <D> what payloads are copied into
 */
final class AttachedSegment<D> {

	/** Absent while a following reader has found no segment, and once closed. */
	private volatile @Nullable Attachment<D> attachment;

	/** Absent until there is a reader. */
	private @Nullable StraightPath<D> path;

	/**
	 * The segment that is read now.
	 * @return the attachment; {@code null} while there is none
	 */
	@Nullable Attachment<D> now() {
		return this.attachment;
	}

	/** Attaches the reader to another segment, or to none. */
	void attach(@Nullable Attachment<D> another) {
		this.attachment = another;
		if (this.path != null) {
			this.path.leadTo(another);
		}
	}

	/** Leads a reader's straight path to the segment, from now on. */
	void lead(StraightPath<D> path) {
		this.path = path;
		path.leadTo(this.attachment);
	}

	/** Whether a thread reads there that does not hold the cursor. */
	boolean isPassedUnheld() {
		Attachment<D> current = this.attachment;
		return current != null && current.watched().passage().isPassedUnheld();
	}

}
