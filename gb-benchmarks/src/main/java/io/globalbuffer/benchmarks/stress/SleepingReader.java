// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.os.Futex;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.wake.EventWord;
import io.globalbuffer.internal.wake.Sleeper;
import io.globalbuffer.internal.wake.Waker;

/**
 * A reader that sleeps in the kernel, with the writer that wakes it.
 */
final class SleepingReader {

	/** How long a sleep may last; one that was ended is over after a few microseconds. */
	private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(10);

	private static final Futex FUTEX = NativeCalls.system().futex().orElseThrow();

	private final MemorySegment memory = MappedMemory.piece();

	private final Waker waker = new Waker(this.memory, FUTEX);

	private final EventWord event = new EventWord(this.memory, ExtensionLayout.EVENT_OFFSET);

	private final Sleeper sleeper = new Sleeper(FUTEX);

	private volatile boolean ended;

	/** Publishes a sample, and wakes. */
	void publish() {
		SegmentFields.setLongRelease(this.memory, HeaderLayout.COUNT_OFFSET, 1);
		if (EventWord.hasSleepers(this.memory, ExtensionLayout.EVENT_OFFSET)) {
			this.waker.wake();
		}
	}

	/** Ends the reader's sleep. */
	void end() {
		this.ended = true;
		this.sleeper.wake();
	}

	/**
	 * Sleeps until there is a sample.
	 * @return {@code woken}, or {@link StressedWord#LOST}
	 */
	String sleepUntilSample() {
		return sleepUntil(() -> SegmentFields.getLongAcquire(this.memory, HeaderLayout.COUNT_OFFSET) != 0);
	}

	/**
	 * Sleeps until {@link #end}, which nothing but the sleeper's own word says to the
	 * kernel.
	 * @return {@code woken}, or {@link StressedWord#LOST}
	 */
	String sleepUntilEnd() {
		while (!this.ended) {
			if (!sleeps(() -> false)) {
				return StressedWord.LOST;
			}
		}
		return "woken";
	}

	private String sleepUntil(BooleanSupplier over) {
		while (!over.getAsBoolean()) {
			if (!sleeps(over)) {
				return StressedWord.LOST;
			}
		}
		return "woken";
	}

	private boolean sleeps(BooleanSupplier over) {
		long begun = System.nanoTime();
		this.sleeper.sleep(this.event, over, BOUND_NANOS);
		return System.nanoTime() - begun < BOUND_NANOS;
	}

}
