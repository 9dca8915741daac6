// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import io.globalbuffer.internal.os.Passage;

/**
 * A passage that a thread goes through, to memory that another one unmaps.
 */
final class StressedPassage {

	/** What a thread sees that is inside when the memory goes. */
	static final String TORN = "torn";

	private static final int CALLS = 100;

	private final Passage passage = new Passage(Passage.ANY_THREAD);

	/** No volatile one: memory is none. */
	private boolean unmapped;

	/**
	 * Goes through again and again, until that is barred.
	 * @return {@code mapped} or {@link #TORN}
	 */
	String enter() {
		boolean torn = false;
		for (int call = 0; call < CALLS && this.passage.tryEnter(); call++) {
			torn |= isTorn();
			this.passage.leave();
		}
		return torn ? TORN : "mapped";
	}

	/**
	 * Does so beside the thread that enters.
	 * @return as {@link #enter}
	 */
	String visit() {
		boolean torn = false;
		Passage.Visit visit = this.passage.tryVisit(Passage.CLOSED);
		for (int call = 0; call < CALLS && visit != null; call++) {
			torn |= isTorn();
			visit.end();
			visit = this.passage.tryVisit(Passage.CLOSED);
		}
		return torn ? TORN : "mapped";
	}

	/** Looks late, lest it is over before it could be noticed. */
	private boolean isTorn() {
		Thread.onSpinWait();
		return this.unmapped;
	}

	/** Unmaps the memory, once nobody is inside nor will be. */
	void close() {
		if (this.passage.close()) {
			this.unmapped = true;
		}
	}

	/**
	 * Does what {@link #close} does without stopping the threads: one may have said that
	 * it is inside, and that cannot be seen yet.
	 */
	void closeWithoutStop() {
		this.passage.bar(Passage.CLOSED);
		if (this.passage.isEmpty()) {
			this.unmapped = true;
		}
	}

}
