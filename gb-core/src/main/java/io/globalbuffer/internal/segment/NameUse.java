// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.GlobalBufferException;

/**
 * One handle's use of a segment's name, which it shares with all others in this process.
 * Safe for use by many threads.
 */
public final class NameUse implements AutoCloseable {

	private final Path path;

	private final Runnable onChange;

	private volatile @Nullable SegmentName name;

	/** Looks of before say nothing to this one. */
	private volatile long since;

	/**
	 * Uses a name, once it is started.
	 * @param path the name
	 * @param onChange is run when the name may lead elsewhere, and when it was found to;
	 * on any thread, which must not be made to wait
	 */
	public NameUse(Path path, Runnable onChange) {
		this.path = path;
		this.onChange = onChange;
	}

	/**
	 * Starts using the name.
	 * @throws GlobalBufferException if the system has no room for the thread that looks
	 * at it
	 */
	public void start() {
		SegmentName joined = NamedDirectory.join(this.path, this);
		this.since = joined.outdate();
		this.name = joined;
	}

	/** Looks where the name leads, unless that is known. */
	public void look() {
		SegmentName used = this.name;
		if (used != null) {
			used.look();
		}
	}

	/**
	 * Whether who waits for a segment is told of all there is to know.
	 * @param own the one it has; {@code null} for none
	 * @return {@code false} if it has to look by itself, every 50 ms: directories tell
	 * nothing, or there is a file which may get ready
	 */
	public boolean isTold(@Nullable MappedSegment own) {
		SegmentName used = this.name;
		NameLook seen = seen();
		return used != null && used.isWatched() && !used.isOutdated() && seen != null
				&& (seen.isGone() || (own != null && seen.isOf(own)));
	}

	/** What was seen last; {@code null} if there was no look since this one started. */
	@Nullable NameLook seen() {
		SegmentName used = this.name;
		if (used == null) {
			return null;
		}
		NameLook last = used.last();
		return (last.number() > this.since) ? last : null;
	}

	void tell() {
		this.onChange.run();
	}

	/** Ends the use. A change may be told at this moment, but none that comes later. */
	@Override
	public void close() {
		SegmentName used = this.name;
		if (used != null) {
			this.name = null;
			NamedDirectory.leave(this.path, this);
		}
	}

}
