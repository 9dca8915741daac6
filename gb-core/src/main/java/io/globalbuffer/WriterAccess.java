// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.internal.os.Passage;
import io.globalbuffer.internal.ring.RingWriter;
import io.globalbuffer.internal.segment.Passages;

/**
 * Which thread may use a writer, until it is closed.
 */
final class WriterAccess {

	private static final Logger logger = LoggerFactory.getLogger(BufferWriter.class);

	private final String buffer;

	private final Passages passages;

	private final RingWriter ring;

	/** Absent for a writer that is confined to one thread. */
	private final @Nullable WriterGuard guard;

	private final BooleanSupplier reserved;

	private volatile boolean closed;

	/**
	 * Lets threads in.
	 * @param buffer the buffer's name, for messages
	 * @param passages those of the segment
	 * @param ring what is written
	 * @param guard keeps all threads out but one; {@code null} where the application does
	 * @param reserved whether a thread that lives has an open reservation
	 */
	WriterAccess(String buffer, Passages passages, RingWriter ring, @Nullable WriterGuard guard,
			BooleanSupplier reserved) {
		this.buffer = buffer;
		this.passages = passages;
		this.ring = ring;
		this.guard = guard;
		this.reserved = reserved;
	}

	/**
	 * Gives a writer without a guard to the calling thread, if it is another one's.
	 */
	void handOver() {
		if (this.guard == null && !this.ring.passage().isOwn()) {
			replacePassage();
		}
	}

	/**
	 * Lets the calling thread in, until {@link #exit}, if the writer has a guard. Where
	 * it has none, the ring refuses each thread but the one that may write.
	 */
	void enter() {
		if (this.guard == null) {
			return;
		}
		try {
			this.guard.enter();
		}
		catch (BufferContendedException | IllegalStateException ex) {
			// whose reservation it is does not matter to a writer that is closed
			throw this.closed ? closedException() : ex;
		}
	}

	void exit() {
		if (this.guard != null) {
			this.guard.exit();
		}
	}

	/**
	 * Gives the calling thread a passage in place of that of the thread that wrote until
	 * now: with one for both, the one that leaves would say so of the other.
	 */
	private synchronized void replacePassage() {
		requireOpen();
		if (this.reserved.getAsBoolean()) {
			throw new IllegalStateException("Another thread holds a reservation of buffer '" + this.buffer
					+ "', whose writer is confined to one thread at a time. Commit or close it first, or create the "
					+ "writer without confined()");
		}
		Passage before = this.ring.passage();
		if (!this.passages.close(before)) {
			// the thread that is inside may go on
			before.unbar(Passage.CLOSED);
			throw usedByTwo();
		}
		this.ring.goBy(this.passages.open(Thread.currentThread().threadId()));
	}

	/** What a thread is told that meets another one. */
	IllegalStateException usedByTwo() {
		return new IllegalStateException("Two threads use the writer of buffer '" + this.buffer
				+ "' at once, which is confined to one at a time. Create it without confined()");
	}

	/**
	 * Lets no thread in any more; with a guard, once the one that is inside has left.
	 * @return {@code false} if that was done before
	 */
	boolean close() {
		boolean entered = tryEnter();
		try {
			if (entered && (this.guard != null || this.ring.passage().isOwn())) {
				// no thread is inside: one that a fault drove out may not have said so
				this.ring.passage().leave();
			}
			return leave();
		}
		finally {
			if (entered) {
				exit();
			}
		}
	}

	private synchronized boolean leave() {
		if (this.closed) {
			return false;
		}
		this.closed = true;
		try {
			// before the guard lets the next one in
			this.ring.passage().bar(Passage.CLOSED);
		}
		catch (StackOverflowError ex) {
			// to be closed again
			this.closed = false;
			throw ex;
		}
		return true;
	}

	/** Lets none store anything any more, after {@link #close}. */
	void shut() {
		this.passages.close(this.ring.passage());
	}

	private boolean tryEnter() {
		try {
			if (this.guard != null) {
				this.guard.enter();
			}
			return true;
		}
		catch (BufferContendedException | IllegalStateException ex) {
			logger.warn("Buffer '{}' is closed under an open reservation, which is lost", this.buffer, ex);
			return false;
		}
	}

	boolean isClosed() {
		return this.closed;
	}

	void requireOpen() {
		if (this.closed) {
			throw closedException();
		}
	}

	BufferClosedException closedException() {
		return new BufferClosedException("The writer of buffer '" + this.buffer + "' is closed");
	}

}
