// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.os.BiasedLock;
import io.globalbuffer.internal.os.NativeCalls;
import io.globalbuffer.internal.os.Pause;
import io.globalbuffer.internal.wake.Sleeper;

/**
 * Who uses a reader's cursor: one thread inside a {@code next} method, or another one for
 * as long as it moves the reader on to another segment. Were both allowed at once, a
 * sample could be delivered from the segment that is left and count as lost too.
 */
final class CursorGuard {

	private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

	private final @Nullable Sleeper sleeper = NativeCalls.system().futex().map(Sleeper::new).orElse(null);

	/**
	 * Borrowed by a thread that moves on. A thread without stack left to {@link #exit}
	 * frees it by itself: the cursor must not stay in use.
	 */
	final BiasedLock lock;

	/** The thread that entered last. */
	private volatile @Nullable Thread last;

	/** Who waits for the reader beside others, if it is in a set. */
	private final AtomicReference<@Nullable WaitSetMember<?>> member = new AtomicReference<>();

	/**
	 * Is free.
	 * @param lock the lock of the cursor, which each thread takes that enters; the one to
	 * which it is biased reads without, where nothing has to be waited for
	 */
	CursorGuard(BiasedLock lock) {
		this.lock = lock;
	}

	/**
	 * Lets the calling thread into a {@code next} method.
	 * @param buffer the buffer's name, for messages
	 * @throws IllegalStateException if another one, or this one, is inside
	 */
	void enter(String buffer) {
		Thread current = Thread.currentThread();
		long other = this.lock.take(current.threadId());
		if (other != BiasedLock.NONE) {
			enterLater(buffer, current.threadId(), other);
		}
		try {
			if (!current.equals(this.last)) {
				this.last = current;
			}
		}
		catch (StackOverflowError ex) {
			this.lock.holder = this.lock.free;
			throw ex;
		}
	}

	private void enterLater(String buffer, long current, long inTheWay) {
		for (long other = inTheWay; other != BiasedLock.NONE; other = this.lock.take(current)) {
			if (other == current) {
				throw new IllegalStateException("This thread is inside a next method of this reader of buffer '"
						+ buffer + "' already: a function that looks at a sample cannot read on with the same cursor. "
						+ "Give it a reader of its own (fork)");
			}
			if (other != BiasedLock.BORROWED) {
				throw new IllegalStateException("Another thread is inside a next method of this reader of buffer '"
						+ buffer + "', which has one cursor. Give each thread a reader of its own (fork)");
			}
			Pause.of(PAUSE_NANOS);
		}
	}

	/**
	 * Lets a thread move on that is not inside a {@code next} method.
	 * @param move moves on, or leaves it
	 * @return whether it moved on; not if the cursor is in use: who uses it does so by
	 * itself
	 */
	boolean moveOn(BooleanSupplier move) {
		if (!this.lock.tryBorrow()) {
			return false;
		}
		try {
			return move.getAsBoolean();
		}
		finally {
			try {
				exit();
			}
			catch (StackOverflowError ex) {
				this.lock.holder = this.lock.free;
			}
		}
	}

	/** Ends what {@link #enter} began. */
	void exit() {
		this.lock.release();
	}

	/**
	 * Has who waits for the reader in a {@link WaitSet} told of what wakes a thread
	 * inside a {@code next} method.
	 * @param another who is to be told
	 * @return {@code null}, or who is told already instead
	 */
	@Nullable WaitSetMember<?> join(WaitSetMember<?> another) {
		return this.member.compareAndExchange(null, another);
	}

	/** Ends what {@link #join} began. */
	void leave(WaitSetMember<?> former) {
		this.member.compareAndSet(former, null);
	}

	/**
	 * How the thread inside a {@code next} method sleeps.
	 * @return the sleeper; {@code null} where the system knows no sleep that another
	 * process can end
	 */
	@Nullable Sleeper sleeper() {
		return this.sleeper;
	}

	/** Ends a pause of who waits for the reader, however long. */
	void wake() {
		unpark();
		WaitSetMember<?> waiting = this.member.get();
		if (waiting != null) {
			waiting.stir();
		}
		if (this.sleeper != null) {
			this.sleeper.wake();
		}
	}

	/** Does so, and waits until it has ended. */
	void endPause() {
		unpark();
		if (this.sleeper != null && Thread.currentThread().threadId() != this.lock.holder()) {
			this.sleeper.end();
		}
	}

	private void unpark() {
		Thread thread = this.last;
		if (thread != null && this.lock.holder() != BiasedLock.NONE) {
			LockSupport.unpark(thread);
		}
	}

}
