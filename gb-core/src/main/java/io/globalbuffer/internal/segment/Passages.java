// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.segment;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.globalbuffer.internal.os.Passage;

/**
 * The passages of all handles to one mapping. Safe for use by many threads.
 */
public final class Passages {

	private final List<Passage> passages = new CopyOnWriteArrayList<>();

	/** What each passage is barred by, those of the future as well. */
	private volatile int bars;

	/**
	 * Opens a passage for a handle.
	 * @param owner whose it is, see {@link Passage}
	 * @return the passage, to be closed before the handle lets go of the segment
	 */
	public Passage open(long owner) {
		Passage passage = new Passage(owner);
		this.passages.add(passage);
		passage.bar(this.bars);
		return passage;
	}

	/**
	 * Lets nobody through a passage any more. Where a thread may still be inside, the
	 * segment stays mapped for as long.
	 * @param passage the passage
	 * @return whether nobody is inside
	 */
	public boolean close(Passage passage) {
		boolean empty = passage.close();
		if (empty) {
			this.passages.remove(passage);
		}
		return empty;
	}

	/**
	 * Whether nobody is inside any of them, nor will be: one that could not be closed,
	 * for want of memory or of stack, is closed now.
	 */
	boolean closeAll() {
		return this.passages.stream().allMatch(Passage::tryClose);
	}

	/** Bars all of them, for good. */
	synchronized void bar(int bar) {
		this.bars |= bar;
		this.passages.forEach((passage) -> passage.bar(bar));
	}

}
