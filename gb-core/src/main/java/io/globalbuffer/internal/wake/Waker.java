// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.wake;

import java.lang.foreign.MemorySegment;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.os.Futex;

/**
 * A writer's side: wakes readers that sleep. For one thread at a time.
 */
public final class Waker {

	private final EventWord event;

	private final Futex futex;

	/**
	 * Wakes the readers of a segment.
	 * @param memory the segment, writable
	 * @param futex how
	 */
	public Waker(MemorySegment memory, Futex futex) {
		this.event = new EventWord(memory, ExtensionLayout.EVENT_OFFSET);
		this.futex = futex;
	}

	/**
	 * Wakes who sleeps, where {@link EventWord#hasSleepers} has said that somebody does:
	 * a sample has just been published, and a failure would be that of a sample that is
	 * there. A reader that is not woken for want of memory or stack wakes by itself soon.
	 */
	public void wake() {
		try {
			this.event.advance();
			this.futex.wake(this.event.memory());
		}
		catch (StackOverflowError | OutOfMemoryError ex) {
			// as said
		}
	}

	/**
	 * Wakes who sleeps, also if the word says that nobody does: the writer before may
	 * have been killed when it had published and moved the word, and had not woken yet.
	 */
	public void takenOver() {
		this.event.stir();
		this.futex.wake(this.event.memory());
	}

}
