// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

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

	/** No thread has this id. */
	static final long NONE = 0;

	/** Holds the cursor in place of a thread that moves on. */
	private static final long MOVING_ON = -1;

	private static final VarHandle HOLDER;

	static {
		try {
			HOLDER = MethodHandles.lookup().findVarHandle(CursorGuard.class, "holder", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final @Nullable Sleeper sleeper = NativeCalls.system().futex().map(Sleeper::new).orElse(null);

	/**
	 * The id of the thread inside a {@code next} method, {@link #MOVING_ON} or
	 * {@link #NONE}: a reference would take the garbage collector's barriers. A thread
	 * without stack left to {@link #exit} stores {@code NONE} by itself, which takes
	 * none: the cursor must not stay in use.
	 */
	volatile long holder;

	/** The thread that was inside last, or is. */
	private volatile @Nullable Thread last;

	/** Who waits for the reader beside others, if it is in a set. */
	private final AtomicReference<@Nullable WaitSetMember<?>> member = new AtomicReference<>();

	/**
	 * Lets the calling thread into a {@code next} method.
	 * @param buffer the buffer's name, for messages
	 * @throws IllegalStateException if another one, or this one, is inside
	 */
	void enter(String buffer) {
		Thread current = Thread.currentThread();
		if (!HOLDER.compareAndSet(this, NONE, current.threadId())) {
			enterLater(buffer, current.threadId());
		}
		if (!current.equals(this.last)) {
			this.last = current;
		}
	}

	private void enterLater(String buffer, long current) {
		while (!HOLDER.compareAndSet(this, NONE, current)) {
			long holder = this.holder;
			if (holder == current) {
				throw new IllegalStateException("This thread is inside a next method of this reader of buffer '"
						+ buffer + "' already: a function that looks at a sample cannot read on with the same cursor. "
						+ "Give it a reader of its own (fork)");
			}
			if (holder > NONE) {
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
		if (!HOLDER.compareAndSet(this, NONE, MOVING_ON)) {
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
				this.holder = NONE;
			}
		}
	}

	/** Ends what {@link #enter} began. */
	void exit() {
		HOLDER.setRelease(this, NONE);
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
		if (this.sleeper != null && Thread.currentThread().threadId() != this.holder) {
			this.sleeper.end();
		}
	}

	private void unpark() {
		Thread thread = this.last;
		if (thread != null && this.holder > NONE) {
			LockSupport.unpark(thread);
		}
	}

}
