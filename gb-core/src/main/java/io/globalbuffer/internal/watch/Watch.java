// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.watch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * All waits of one thread at a time for one stream, which another thread watches for it.
 * That goes on watching between two waits, until the stream moves while none waits: a
 * thread that waits again soon hands nothing over, and one that does not costs nothing.
 * {@link #wake} and {@link #close} may be called by any thread. Allocates nothing once it
 * is made.
 */
public abstract class Watch {

	/** Nothing watches the stream. What belongs to the watch belongs to who waits. */
	static final int OUT = 0;

	/** The stream is watched, and none waits. */
	static final int KEPT = 1;

	/** The stream is watched, and a thread is parked, or about to. */
	static final int AWAITED = 2;

	/** Nothing watches the stream, nor will. */
	static final int CLOSED = 3;

	private static final VarHandle STATE;

	static {
		try {
			STATE = MethodHandles.lookup().findVarHandle(Watch.class, "state", int.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private volatile int state = OUT;

	private volatile @Nullable Thread thread;

	Watch() {
	}

	/**
	 * Gets ready to be handed over: what comes from now on is noticed. May throw what
	 * accesses to the stream throw.
	 */
	abstract void prepare();

	/**
	 * Has the stream watched from now on.
	 * @return {@code false} if there is no thread to be had for that
	 */
	abstract boolean join();

	/** Lets go of the stream soon. */
	abstract void closed();

	/**
	 * Begins a wait. The thread looks for a sample once more, since what came before may
	 * not be noticed, and then parks.
	 * @param waiting the thread, which is unparked when the stream moves
	 * @return {@code false} if it is not: the watch is closed, or there is no thread to
	 * be had that would watch
	 */
	final boolean begin(Thread waiting) {
		this.thread = waiting;
		while (true) {
			int seen = this.state;
			if (seen == OUT) {
				prepare();
				if (move(OUT, AWAITED)) {
					return joins();
				}
			}
			else if (seen != KEPT || move(KEPT, AWAITED)) {
				return seen != CLOSED;
			}
		}
	}

	private boolean joins() {
		boolean joined = false;
		try {
			joined = join();
			return joined;
		}
		finally {
			if (!joined) {
				goOut();
			}
		}
	}

	/**
	 * Whether a thread waits, and the stream has not moved.
	 * @return {@code false} once there may be a sample
	 */
	public final boolean isAwaited() {
		return this.state == AWAITED;
	}

	/** Ends the wait, if it has not ended yet. For the thread that waited. */
	public final void end() {
		move(AWAITED, KEPT);
		this.thread = null;
	}

	/** Unparks the thread that waits, if one does. */
	public final void wake() {
		if (move(AWAITED, KEPT)) {
			LockSupport.unpark(this.thread);
		}
	}

	/** Ends the wait, if there is one, and all watching. */
	public final void close() {
		int last = (int) STATE.getAndSet(this, CLOSED);
		if (last == AWAITED) {
			LockSupport.unpark(this.thread);
		}
		if (last == AWAITED || last == KEPT) {
			closed();
		}
	}

	final int state() {
		return this.state;
	}

	final boolean isOut() {
		return this.state == OUT;
	}

	/**
	 * Ends the wait since the stream has moved. For the thread that watches.
	 * @param watching whether it goes on watching
	 * @return {@code false} if none waits
	 */
	final boolean moved(boolean watching) {
		boolean awaited = move(AWAITED, watching ? KEPT : OUT);
		if (awaited) {
			LockSupport.unpark(this.thread);
		}
		return awaited;
	}

	/**
	 * Ends watching unless a thread waits. For the thread that watches.
	 * @return {@code false} if one does, or the watch was closed
	 */
	final boolean leaveUnlessAwaited() {
		return move(KEPT, OUT);
	}

	/** Ends watching, and the wait, if there is one. For the thread that watches. */
	final void leave() {
		if (goOut() == AWAITED) {
			LockSupport.unpark(this.thread);
		}
	}

	/** Returns what the state was before. */
	private int goOut() {
		int last = this.state;
		while (last != CLOSED && !move(last, OUT)) {
			last = this.state;
		}
		return last;
	}

	private boolean move(int from, int to) {
		return STATE.compareAndSet(this, from, to);
	}

}
