// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.stress;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.globalbuffer.internal.layout.ExtensionLayout;
import io.globalbuffer.internal.layout.HeaderLayout;
import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.os.Futex;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.wake.EventWord;
import io.globalbuffer.internal.wake.Waker;
import io.globalbuffer.internal.watch.KernelWatch;
import io.globalbuffer.internal.watch.KernelWatchers;

/**
 * A reader that parks while another thread sleeps in the kernel for it, with the writer
 * that wakes.
 */
final class ParkingReader {

	/** How long a wait may last; one that was ended is over after some microseconds. */
	private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(10);

	private static final int SAMPLES = 4;

	private static final Futex FUTEX = NativeCalls.system().futex().orElseThrow();

	private final MemorySegment memory = MappedMemory.piece();

	private final Waker waker = new Waker(this.memory, FUTEX);

	private final EventWord event = new EventWord(this.memory, ExtensionLayout.EVENT_OFFSET);

	private final KernelWatch watch = KernelWatchers.of(FUTEX).watch();

	/** Publishes samples, one after the other. */
	void publishAll() {
		for (int sample = 1; sample <= SAMPLES; sample++) {
			SegmentFields.setLongRelease(this.memory, HeaderLayout.COUNT_OFFSET, sample);
			if (EventWord.hasSleepers(this.memory, ExtensionLayout.EVENT_OFFSET)) {
				this.waker.wake();
			}
		}
	}

	/**
	 * Parks until it has seen all samples.
	 * @return {@code woken}, or {@link StressedWord#LOST}
	 */
	String parkUntilAll() {
		try {
			for (long seen = 0; seen < SAMPLES; seen = count()) {
				long begun = System.nanoTime();
				this.watch.begin(Thread.currentThread(), this.event);
				if (count() == seen) {
					LockSupport.parkNanos(this, BOUND_NANOS);
				}
				this.watch.end();
				if (System.nanoTime() - begun >= BOUND_NANOS) {
					return StressedWord.LOST;
				}
			}
			return "woken";
		}
		finally {
			this.watch.close();
		}
	}

	private long count() {
		return SegmentFields.getLongAcquire(this.memory, HeaderLayout.COUNT_OFFSET);
	}

}
