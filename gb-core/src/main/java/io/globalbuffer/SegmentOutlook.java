// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.internal.segment.NameUse;
import io.globalbuffer.internal.segment.Pace;
import io.globalbuffer.internal.segment.SegmentSearch;

/**
 * What a reader that waits sees of its name, which is looked at once for all handles.
 * Safe for use by many threads.
 */
final class SegmentOutlook implements AutoCloseable {

	private final NameUse name;

	private final ReaderIdentity identity;

	/** While there is no segment. */
	private final SegmentSearch search;

	/** While another reader holds the identity, of which no name tells. */
	private final Pace looks = new Pace();

	/**
	 * Sees nothing before it is started.
	 * @param name the name
	 * @param identity what the reader needs beside a segment
	 */
	SegmentOutlook(NameUse name, ReaderIdentity identity) {
		this.name = name;
		this.identity = identity;
		this.search = new SegmentSearch(name);
	}

	/**
	 * Sees what there is from now on.
	 * @throws GlobalBufferException if the system has no room for the thread that looks
	 */
	void start() {
		this.name.start();
	}

	/**
	 * Looks where the name leads if that is not known.
	 * @param own the reader's segment; {@code null} while it has none
	 * @param attach attaches the reader to the segment if there is one
	 */
	void look(@Nullable Attachment<?> own, Runnable attach) {
		if (own != null) {
			own.watch().lookAtName();
		}
		else if (this.identity.conflict() == null) {
			this.search.attempt(null, attach);
		}
		else if (this.looks.isDue()) {
			attach.run();
			this.looks.looked();
		}
	}

	/**
	 * Whether the thread that holds the cursor is woken when there is another segment.
	 * @param own the reader's segment; {@code null} while it has none
	 * @return {@code false} if it has to look again after a moment
	 */
	boolean isTold(@Nullable Attachment<?> own) {
		return (own != null) ? this.name.isTold(own.segment())
				: this.identity.conflict() == null && this.name.isTold(null);
	}

	@Override
	public void close() {
		this.name.close();
	}

}
