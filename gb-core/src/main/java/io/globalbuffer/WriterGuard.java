// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.internal.os.Pause;

/**
 * Lets one thread at a time into a writer. A compare-and-set costs less than half of a
 * lock, and writes last nanoseconds; only reservations can make another thread wait for
 * long, and that is bounded. What is compared is the id of a thread: a reference would
 * take the garbage collector's barriers.
 * <p>
 * A thread that a {@link StackOverflowError} drove out before it could leave gets in
 * again, and one that has ended keeps none out.
 */
final class WriterGuard {

	private static final long NONE = 0;

	private static final int SPINS = 200;

	private static final long PAUSE_NANOS = 20_000;

	private static final VarHandle OWNER;

	static {
		try {
			OWNER = MethodHandles.lookup().findVarHandle(WriterGuard.class, "owner", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final String buffer;

	private final long timeoutNanos;

	private final BooleanSupplier reserved;

	/** The id of the thread that is in; {@link #NONE} if none is. */
	private volatile long owner;

	/** The thread that came in last. */
	private volatile @Nullable Thread last;

	/**
	 * Guards a writer.
	 * @param buffer the buffer's name, for messages
	 * @param timeout how long a thread waits for another one
	 * @param reserved whether the thread that is in has a reservation, and so has reason
	 * not to leave
	 */
	WriterGuard(String buffer, Duration timeout, BooleanSupplier reserved) {
		this.buffer = buffer;
		this.timeoutNanos = TimeUnit.NANOSECONDS.convert(timeout);
		this.reserved = reserved;
	}

	void enter() {
		Thread current = Thread.currentThread();
		if (!OWNER.compareAndSet(this, NONE, current.threadId())) {
			enterLater(current);
		}
		if (!current.equals(this.last)) {
			this.last = current;
		}
	}

	void exit() {
		try {
			OWNER.setRelease(this, NONE);
		}
		catch (StackOverflowError ex) {
			// a store by itself takes no stack: no other is kept out
			this.owner = NONE;
		}
	}

	private void enterLater(Thread current) {
		if (current.threadId() == this.owner) {
			if (this.reserved.getAsBoolean()) {
				throw new IllegalStateException("This thread holds a reservation of buffer '" + this.buffer
						+ "' already. Commit or close it before the next write or reservation");
			}
			return;
		}
		for (int spin = 0; spin < SPINS; spin++) {
			Thread.onSpinWait();
			if (tryEnter(current)) {
				return;
			}
		}
		long deadline = System.nanoTime() + this.timeoutNanos;
		while (!tryEnter(current)) {
			if (System.nanoTime() - deadline >= 0) {
				Thread holder = this.last;
				throw new BufferContendedException(
						"Thread '" + ((holder != null) ? holder.getName() : "?") + "' holds a reservation of buffer '"
								+ this.buffer + "' for longer than " + Duration.ofNanos(this.timeoutNanos).toMillis()
								+ " ms. Commit or close reservations sooner, or raise the reservation timeout");
			}
			Pause.of(PAUSE_NANOS);
		}
	}

	private boolean tryEnter(Thread current) {
		long holder = this.owner;
		return (holder == NONE || hasEnded(holder)) && OWNER.compareAndSet(this, holder, current.threadId());
	}

	/** Of a thread that has just come in it is not known yet, and it has not ended. */
	private boolean hasEnded(long holder) {
		Thread thread = this.last;
		return thread != null && thread.threadId() == holder && !thread.isAlive();
	}

}
