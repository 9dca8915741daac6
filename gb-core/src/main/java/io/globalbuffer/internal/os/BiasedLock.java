// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.os;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/**
 * A lock that one thread need not take. To take a lock is an atomic instruction, for as
 * long as copying a small sample; so this one is biased to the thread that takes it
 * first, as locks of JVMs were (K. Russell and D. Detlefs, Eliminating
 * Synchronization-Related Atomic Operations with Biased Locking and Bulk Rebiasing,
 * 2006). That thread may do without, inside a {@link Passage}, if it then sees that the
 * lock {@linkplain #mayStay is free}. Any other that takes the lock stops all threads for
 * a moment, as closing a passage does, and looks whether the first one is inside. Once
 * another one has taken it as its own, the bias is over.
 */
public final class BiasedLock {

	/** No thread has this id. */
	public static final long NONE = 0;

	/** Nobody holds the lock, and it is biased to no thread any more. */
	private static final long UNBIASED = -1;

	/** Who takes the lock {@linkplain #tryBorrow for a moment} has no id. */
	public static final long BORROWED = -2;

	private static final VarHandle HOLDER;

	static {
		try {
			HOLDER = MethodHandles.lookup().findVarHandle(BiasedLock.class, "holder", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** Whether the thread that need not take the lock is inside. */
	private final BooleanSupplier inside;

	/**
	 * The id of the thread that holds the lock, {@link #BORROWED}, {@link #NONE} or
	 * {@link #UNBIASED}: a reference would take the garbage collector's barriers. A
	 * thread without stack left to {@link #release} stores {@link #free} by itself, which
	 * takes none: the lock must not stay taken.
	 */
	public volatile long holder;

	/** What {@link #holder} is while nobody holds the lock; changes at most once. */
	public long free = NONE;

	/** The thread that took the lock first, until another one did. */
	private long first = NONE;

	/**
	 * Is free.
	 * @param inside whether a thread that has not taken the lock is inside the passage
	 */
	public BiasedLock(BooleanSupplier inside) {
		this.inside = inside;
	}

	/**
	 * Ends the bias before it begins: each thread has to take the lock.
	 * @return this lock
	 */
	public BiasedLock unbiased() {
		this.free = UNBIASED;
		this.holder = UNBIASED;
		return this;
	}

	/**
	 * Whether the calling thread is the one that need not take the lock.
	 * @return {@code false} for each other one
	 */
	public boolean isBiased() {
		return this.first == Thread.currentThread().threadId();
	}

	/**
	 * Whether that thread, once it is inside the passage, may stay there.
	 * @return {@code false} if another one holds the lock, or this one does, or the bias
	 * is over
	 */
	public boolean mayStay() {
		return this.holder == NONE;
	}

	/**
	 * Takes the lock.
	 * @param thread the id of the calling thread
	 * @return {@link #NONE} if it is taken; otherwise who is in the way: the id of the
	 * thread that holds the lock, perhaps the calling one, or is inside, or
	 * {@link #BORROWED}
	 */
	public long take(long thread) {
		while (!tryHold(thread)) {
			long other = this.holder;
			if (other > NONE || other == BORROWED) {
				return other;
			}
		}
		try {
			return (this.free == NONE && this.first != thread) ? takeFrom(this.first, thread) : NONE;
		}
		catch (RuntimeException | Error ex) {
			// for want of stack or memory
			this.holder = this.free;
			throw ex;
		}
	}

	private long takeFrom(long before, long thread) {
		if (before == NONE) {
			this.first = thread;
		}
		else if (isFirstInside()) {
			this.holder = NONE;
			return before;
		}
		else {
			this.first = UNBIASED;
			this.free = UNBIASED;
		}
		return NONE;
	}

	/**
	 * Takes the lock for a moment, which leaves the bias as it is.
	 * @return whether it did; not if a thread holds it or is inside
	 */
	public boolean tryBorrow() {
		if (!tryHold(BORROWED)) {
			return false;
		}
		try {
			if (this.free == NONE && this.first != NONE && !isBiased() && isFirstInside()) {
				this.holder = NONE;
				return false;
			}
			return true;
		}
		catch (RuntimeException | Error ex) {
			// as in take
			this.holder = this.free;
			throw ex;
		}
	}

	/** The lock is free as one or the other, and a thread may see late as which. */
	private boolean tryHold(long thread) {
		return HOLDER.compareAndSet(this, this.free, thread) || HOLDER.compareAndSet(this, UNBIASED, thread);
	}

	/** For who holds the lock, which keeps that thread from staying from now on. */
	private boolean isFirstInside() {
		Passage.stopAllThreads();
		return this.inside.getAsBoolean();
	}

	/** Ends what {@link #take} or {@link #tryBorrow} began. */
	public void release() {
		HOLDER.setRelease(this, this.free);
	}

	/**
	 * The thread that took the lock.
	 * @return its id; {@link #NONE} if none has
	 */
	public long holder() {
		return Math.max(NONE, this.holder);
	}

}
