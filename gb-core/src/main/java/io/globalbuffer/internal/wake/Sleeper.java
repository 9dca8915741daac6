// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.wake;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.layout.SegmentFields;
import io.globalbuffer.internal.os.Futex;
import io.globalbuffer.internal.os.MemoryFaults;
import io.globalbuffer.internal.os.Pause;

/**
 * One reader's sleep in the kernel, not of a virtual thread: its carrier would sleep,
 * too. It ends with the next sample, and by {@link #wake} and an interrupt, for which the
 * reader has a word of its own: it sleeps on both, or, where the kernel knows no such
 * thing, on the event word alone, which then is moved for all. {@link #wake} may be
 * called by any thread, the rest by one at a time. Allocates nothing once it is made.
 */
public final class Sleeper {

	/** {@code struct futex_waitv}: value u64, address u64, flags u32, zero u32. */
	private static final long WAITER_BYTES = 24;

	private static final long ADDRESS = 8;

	private static final long FLAGS = 16;

	/** The word has four bytes, and is shared. */
	private static final int FUTEX2_SIZE_U32 = 2;

	private static final long NANOS = 8;

	private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

	/** Between looks whether a thread that was woken is awake. */
	private static final long AWAKE_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

	/** What a system call must not take after it was woken; then it is left alone. */
	private static final long AWAKE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

	/** On the event word alone, which may be taken away, and then wakes nobody. */
	private static final long ONE_WORD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	/** Where the system refuses, or has no memory for it. */
	private static final long REFUSED_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final Futex futex;

	private final MemorySegment state;

	private final MemorySegment time;

	private final MemorySegment waiters;

	/** Moves with each {@link #wake}. */
	private final MemorySegment own;

	private Interruption interruption = new Interruption(this::wake);

	/** What the own word was when the last sleep ended. */
	private int seen;

	/** What a thread sleeps on, or is about to. */
	private volatile @Nullable EventWord sleepingOn;

	/**
	 * Is awake.
	 * @param futex how to sleep
	 */
	public Sleeper(Futex futex) {
		this.futex = futex;
		// of no arena that is closed: a thread may still be asleep
		Arena arena = Arena.ofAuto();
		this.state = futex.newState(arena);
		this.time = arena.allocate(Futex.TIME_BYTES, Long.BYTES);
		this.waiters = arena.allocate(2 * WAITER_BYTES, Long.BYTES);
		this.own = arena.allocate(Integer.BYTES, Integer.BYTES);
		SegmentFields.setLong(this.waiters, WAITER_BYTES + ADDRESS, this.own.address());
		SegmentFields.setInt(this.waiters, FLAGS, FUTEX2_SIZE_U32);
		SegmentFields.setInt(this.waiters, WAITER_BYTES + FLAGS, FUTEX2_SIZE_U32);
	}

	/**
	 * Returns how it sleeps.
	 * @return the futex
	 */
	public Futex futex() {
		return this.futex;
	}

	/**
	 * Whether a thread can sleep on a word.
	 * @param event the word
	 * @param always whether the writer moves it with each sample, though no sleeper is
	 * announced
	 * @return {@code false} if samples have to be looked for again and again
	 */
	public boolean canSleepOn(EventWord event, boolean always) {
		return event.isWritable() ? !this.futex.isRefused() : always && this.futex.waitsForAny();
	}

	/**
	 * Sleeps until a sample is published, {@link #wake} is called, the thread is
	 * interrupted, or for no reason. Not at all if {@link #wake} was called since it last
	 * slept.
	 * @param event the segment's word
	 * @param over whether there is no reason to sleep any more; asked once the writer can
	 * know of this sleeper
	 * @param nanos how long at most, in nanoseconds
	 */
	public void sleep(EventWord event, BooleanSupplier over, long nanos) {
		if (!this.interruption.isOpen()) {
			this.interruption = new Interruption(this::wake);
		}
		this.sleepingOn = event;
		this.interruption.enter();
		try {
			int value = event.isWritable() ? event.announceSleeper() : event.value();
			// Pair E: the look at the own word after what it sleeps on was said, and
			// after the event word was read, which may be moved instead. Who wakes: the
			// look at what it sleeps on after the own word was moved.
			if (ownValue() == this.seen && !over.getAsBoolean() && !sleep(event.memory(), value, nanos)) {
				LockSupport.parkNanos(this, Math.min(nanos, REFUSED_NANOS));
			}
		}
		finally {
			this.interruption.leave();
			this.sleepingOn = null;
			// before the caller looks whether to go on: what comes later ends the next
			// sleep
			this.seen = ownValue();
		}
	}

	private boolean sleep(MemorySegment word, int value, long nanos) {
		if (!this.futex.waitsForAny()) {
			setTime(Math.min(nanos, ONE_WORD_NANOS));
			return this.futex.sleep(this.state, word, value, this.time);
		}
		setTime(System.nanoTime() + nanos);
		SegmentFields.setLong(this.waiters, 0, Integer.toUnsignedLong(value));
		SegmentFields.setLong(this.waiters, ADDRESS, word.address());
		SegmentFields.setLong(this.waiters, WAITER_BYTES, Integer.toUnsignedLong(this.seen));
		return this.futex.sleepOnAny(this.state, this.waiters, 2, this.time, word);
	}

	private void setTime(long nanos) {
		SegmentFields.setLong(this.time, 0, nanos / SECOND_NANOS);
		SegmentFields.setLong(this.time, NANOS, nanos % SECOND_NANOS);
	}

	private int ownValue() {
		return SegmentFields.getIntVolatile(this.own, 0);
	}

	/** Ends the sleep, or the next one. */
	public void wake() {
		SegmentFields.getAndAddInt(this.own, 0, 1);
		EventWord event = this.sleepingOn;
		if (event != null) {
			if (this.futex.waitsForAny()) {
				this.futex.wake(this.own);
			}
			else {
				move(event);
			}
		}
	}

	/**
	 * Where the word was taken away, or is unmapped by now, there is nothing to wake by:
	 * a sleep has its end by itself. No matter of who wakes, which may be a thread that
	 * interrupts.
	 */
	private void move(EventWord event) {
		try {
			event.stir();
			MemoryFaults.surface();
			this.futex.wake(event.memory());
		}
		catch (InternalError | IllegalStateException ex) {
			// as said
		}
	}

	/**
	 * Ends the sleep, and waits until it has ended: what is slept on can be unmapped
	 * then. For another thread than the one that sleeps.
	 */
	public void end() {
		wake();
		long deadline = System.nanoTime() + AWAKE_NANOS;
		while (this.sleepingOn != null && System.nanoTime() - deadline < 0) {
			Pause.of(AWAKE_PAUSE_NANOS);
		}
	}

}
