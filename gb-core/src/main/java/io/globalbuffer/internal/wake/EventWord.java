// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.wake;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.SegmentFields;

/**
 * The word of a segment that readers sleep on. A reader says in it that it is about to
 * sleep, and then looks for a sample once more; a writer publishes, and then looks
 * whether a reader has said so. One of the two sees what the other did. Safe for use by
 * many threads and processes.
 */
public final class EventWord {

	private final MemorySegment word;

	/**
	 * Looks at a word.
	 * @param memory what it lies in
	 * @param offset where it lies there
	 */
	public EventWord(MemorySegment memory, long offset) {
		this.word = memory.asSlice(offset, Integer.BYTES);
	}

	/**
	 * Whether this process may write to the word.
	 * @return {@code false} if it can but read it
	 */
	public boolean isWritable() {
		return !this.word.isReadOnly();
	}

	/**
	 * Returns the word, to be read before the last look for a sample.
	 * @return its value
	 */
	public int value() {
		return SegmentFields.getIntVolatile(this.word, 0);
	}

	/**
	 * Says that a reader is about to sleep. The look for a sample comes after.
	 * @return the value to sleep on
	 */
	public int announceSleeper() {
		while (true) {
			int value = value();
			int announced = value | ExtensionLayout.EVENT_SLEEPERS;
			if (value == announced || SegmentFields.compareAndSetInt(this.word, 0, value, announced)) {
				// Pair D: the announcement before the look for a sample. Writers: the
				// fence between the count and their look for sleepers.
				VarHandle.fullFence();
				return announced;
			}
		}
	}

	/**
	 * Whether a reader may be asleep, or about to be. For a writer that has just
	 * published, and is still inside its {@link io.globalbuffer.internal.os.Passage}.
	 * Costs a fence and a load.
	 * @param memory what the word lies in, or the window
	 * @param place where it lies there
	 * @return {@code false} if none has said so since the last {@link #advance}
	 */
	public static boolean hasSleepers(MemorySegment memory, long place) {
		// Pair D: the count before the look. Readers: the fence between their
		// announcement and their look for a sample.
		VarHandle.fullFence();
		return (SegmentFields.getIntOpaque(memory, place) & ExtensionLayout.EVENT_SLEEPERS) != 0;
	}

	/**
	 * Begins another generation without sleepers. Those that are asleep have to be woken
	 * after, not before: one in between would sleep on.
	 */
	public void advance() {
		SegmentFields.getAndAddInt(this.word, 0, ExtensionLayout.EVENT_SLEEPERS);
	}

	/** Begins another generation; who sleeps is still said to, and has to be woken. */
	public void stir() {
		SegmentFields.getAndAddInt(this.word, 0, ExtensionLayout.EVENT_STEP);
	}

	/**
	 * The word alone, for the kernel.
	 * @return four bytes
	 */
	public MemorySegment memory() {
		return this.word;
	}

}
