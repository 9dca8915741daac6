// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.internal.segment.CountSampler;
import io.globalbuffer.internal.segment.MappedSegment;
import io.globalbuffer.internal.segment.NameUse;
import io.globalbuffer.internal.segment.SegmentSearch;

/**
 * The segment that has taken the name from a following reader's own. Monitors see it at
 * once, the reader goes over to it when it has read what its own still holds; until then
 * both are mapped. Safe for use by many threads.
 */
final class SegmentAhead implements AutoCloseable {

	private final SegmentFinder finder;

	private final CountSampler sampler;

	private final Supplier<? extends @Nullable Attachment<?>> own;

	private final SegmentSearch monitors;

	private final SegmentSearch readers;

	/** What the name led to at the last look, if it was not the reader's own. */
	private volatile @Nullable WatchedSegment found;

	/**
	 * Has not looked yet.
	 * @param finder opens segments
	 * @param sampler the total of all segments
	 * @param own the reader's segment, which changes in {@link #goOver} or for good
	 * @param name where it would be
	 */
	SegmentAhead(SegmentFinder finder, CountSampler sampler, Supplier<? extends @Nullable Attachment<?>> own,
			NameUse name) {
		this.finder = finder;
		this.sampler = sampler;
		this.own = own;
		this.monitors = new SegmentSearch(name);
		this.readers = new SegmentSearch(name);
	}

	/**
	 * Looks for it on behalf of a monitor.
	 */
	void look() {
		Attachment<?> left = leftToSearchFrom();
		if (left != null) {
			this.monitors.attempt(left.segment(), () -> {
				try {
					search(left);
				}
				catch (GlobalBufferException ex) {
					// what reads throw: a monitor sees what was there before
				}
			});
		}
	}

	private synchronized @Nullable Attachment<?> leftToSearchFrom() {
		Attachment<?> left = this.own.get();
		if (left == null || !left.isLeft()) {
			letGo();
			return null;
		}
		return isHere() ? null : left;
	}

	/**
	 * Looks for it, and tells what it says.
	 * @return its figures, empty while the reader's own is to be looked at
	 */
	Optional<BufferStats> stats() {
		look();
		return foundStats();
	}

	private synchronized Optional<BufferStats> foundStats() {
		WatchedSegment segment = this.found;
		Attachment<?> left = this.own.get();
		return (segment != null && left != null)
				? Optional.of(BufferStats.of(segment, this.sampler, left.generation() + 1, this.finder.options()))
				: Optional.empty();
	}

	/**
	 * Lets the reader go over, if there is another segment.
	 * @param left the reader's own as it saw it
	 * @param reader takes the other one over
	 * @return whether the reader's own is another one now
	 * @throws SchemaMismatchException if the other one holds something else than before
	 */
	boolean goOver(Attachment<?> left, Consumer<WatchedSegment> reader) {
		return isThere(left) && tryGoOver(left, reader);
	}

	/**
	 * Whether the reader could go over, as far as can be told without its cursor.
	 * @param left the reader's own as it saw it
	 * @return {@code false} if there is no other segment
	 * @throws SchemaMismatchException as {@link #goOver}
	 */
	boolean isThere(Attachment<?> left) {
		if (this.own.get() == left && !isHere()) {
			this.readers.attempt(left.segment(), () -> search(left));
		}
		return this.found != null || this.own.get() != left;
	}

	private synchronized boolean tryGoOver(Attachment<?> left, Consumer<WatchedSegment> reader) {
		if (this.own.get() != left) {
			return true;
		}
		WatchedSegment next = this.found;
		if (next == null || !isHere()) {
			return false;
		}
		this.found = null;
		reader.accept(next);
		return true;
	}

	@Override
	public synchronized void close() {
		letGo();
	}

	/** Whether the name led to another segment at the last look. */
	boolean isFound() {
		return this.found != null;
	}

	private boolean isHere() {
		WatchedSegment segment = this.found;
		return segment != null && !segment.isLeft();
	}

	/** Without the lock: it may take a while, for which no other thread waits. */
	private void search(Attachment<?> left) {
		this.finder.openIfReady().ifPresent((segment) -> keep(segment, left));
	}

	private synchronized void keep(MappedSegment segment, Attachment<?> left) {
		WatchedSegment before = this.found;
		if (this.own.get() != left || segment.isSameFile(left.segment())
				|| (before != null && segment.isSameFile(before.segment()))) {
			segment.close();
		}
		else {
			letGo();
			this.found = WatchedSegment.of(segment, this.sampler.successor(), 0);
		}
	}

	private void letGo() {
		WatchedSegment segment = this.found;
		if (segment != null) {
			this.found = null;
			segment.close();
		}
	}

}
