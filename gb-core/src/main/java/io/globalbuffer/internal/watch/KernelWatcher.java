// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.watch;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.os.Futex;

/**
 * A thread that sleeps in the kernel on the event words of many streams, for threads that
 * cannot. It has a word of its own to be woken by. What the kernel is given are
 * addresses: a stream may be unmapped meanwhile, and is left out then.
 */
final class KernelWatcher extends WatchingThread<KernelWatch> {

	/** As many words as the kernel takes. */
	static final int WORDS = 128;

	/** {@code struct futex_waitv}: value u64, address u64, flags u32, zero u32. */
	private static final long WAITER_BYTES = 24;

	private static final long ADDRESS = 8;

	private static final long FLAGS = 16;

	/** The word has four bytes, and is shared. */
	private static final int FUTEX2_SIZE_U32 = 2;

	private static final long NANOS = 8;

	private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

	/**
	 * Where a word was unmapped, or the system refuses, or has no memory for it: words
	 * are looked at then.
	 */
	private static final long REFUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final Futex futex;

	private final MemorySegment state;

	private final MemorySegment time;

	private final MemorySegment waiters;

	private final MemorySegment own;

	KernelWatcher(Futex futex) {
		super("globalbuffer-sleeper");
		this.futex = futex;
		Arena arena = Arena.ofAuto();
		this.state = futex.newState(arena);
		this.time = arena.allocate(Futex.TIME_BYTES, Long.BYTES);
		this.waiters = arena.allocate(WORDS * WAITER_BYTES, Long.BYTES);
		this.own = arena.allocate(Integer.BYTES, Integer.BYTES);
		for (int i = 0; i < WORDS; i++) {
			SegmentFields.setInt(this.waiters, i * WAITER_BYTES + FLAGS, FUTEX2_SIZE_U32);
		}
	}

	boolean hasRoom() {
		return size() < WORDS - 1;
	}

	@Override
	void round() {
		// Pair G: the own word before the look at what has joined, and was closed. Who
		// does either moves it after.
		int seen = SegmentFields.getIntVolatile(this.own, 0);
		List<KernelWatch> watches = takeUp();
		int kept = 0;
		for (int i = 0; i < watches.size(); i++) {
			KernelWatch watch = watches.get(i);
			if (watch.look()) {
				watches.set(kept, watch);
				kept++;
				setWord(kept, watch.address(), watch.value());
			}
		}
		retain(kept);
		setWord(0, this.own.address(), seen);
		sleep(kept + 1);
	}

	private void setWord(int index, long address, int value) {
		SegmentFields.setLong(this.waiters, index * WAITER_BYTES, Integer.toUnsignedLong(value));
		SegmentFields.setLong(this.waiters, index * WAITER_BYTES + ADDRESS, address);
	}

	private void sleep(int words) {
		long until = System.nanoTime() + LINGER_NANOS;
		SegmentFields.setLong(this.time, 0, until / SECOND_NANOS);
		SegmentFields.setLong(this.time, NANOS, until % SECOND_NANOS);
		if (!this.futex.sleepOnAny(this.state, this.waiters, words, this.time, this.own)) {
			LockSupport.parkNanos(this, REFUSED_NANOS);
		}
	}

	@Override
	void stir(KernelWatch watch) {
		SegmentFields.getAndAddInt(this.own, 0, 1);
		this.futex.wake(this.own);
	}

}
