// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.BufferClosedException;

/**
 * Lets one thread wait for many streams.
 * {@snippet :
 * try (ArrayReader<?> csi = GlobalBuffer.attach("csi").following().asArray();
 * 		BufferReader<Map<String, Object>> status = GlobalBuffer.attach("status").following().asMap();
 * 		WaitSet streams = new WaitSet()) {
 * 	streams.add(csi);
 * 	streams.add(status);
 * 	while (streams.isOpen()) {
 * 		for (BufferReader<?> ready : streams.await()) {
 * 			ready.next(Duration.ZERO).ifPresent(sample -> use(ready.name(), sample.value()));
 * 		}
 * 	}
 * }
 * }
 * <p>
 * <b>A reader is ready</b> if a {@code next} method would not have to wait: there is a
 * sample that its cursor has not passed, also in a segment that has replaced its own if
 * it {@linkplain ReaderBuilder#following() follows}; or it would throw, since memory of
 * the segment was taken away, the segment holds something else than was asked for, or the
 * reader is closed. A reader of which not all samples were read is ready again the next
 * time; so is one whose reads fail, until they do no longer. A closed one is returned
 * once, and is in the set no more.
 * <p>
 * <b>Threads.</b> One thread at a time waits, and it alone calls {@code next} methods of
 * readers that are in the set. All else may be called by any thread, also while one
 * waits: it goes on with what is in the set then. A reader is in one set at a time.
 * Closing the set closes no reader.
 * <p>
 * The thread that waits is parked, and may be a virtual one. Writers that wake readers
 * wake it; where a stream's writer wakes nobody, the process looks for samples as
 * {@link io.globalbuffer.wait.WaitStrategy#auto()} would, whatever the strategies of the
 * readers.
 */
public final class WaitSet implements AutoCloseable {

	private static final WaitSetMember<?>[] NONE = {};

	/** Replaced with each change. */
	private volatile WaitSetMember<?>[] members = NONE;

	private volatile boolean closed;

	/** Whether a wait is to end, or the next one. */
	private volatile boolean woken;

	/** Who waits, if one does. */
	private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();

	/** Which member is looked at first. */
	private int first;

	/** Kept from one wait to the next. For the thread that waits. */
	private final List<BufferReader<?>> ready = new ArrayList<>();

	/**
	 * Makes an empty set.
	 */
	public WaitSet() {
	}

	/**
	 * Adds a reader.
	 * @param reader the reader
	 * @return {@code false} if it is in this set already
	 * @throws IllegalStateException if it is in another set
	 * @throws IllegalArgumentException if it is no reader of this library
	 * @throws BufferClosedException if the reader is closed, or this set
	 */
	public boolean add(BufferReader<?> reader) {
		WaitSetMember<?> member = handle(reader).member(this);
		synchronized (this) {
			requireOpen();
			if (!member.join()) {
				return false;
			}
			WaitSetMember<?>[] before = this.members;
			WaitSetMember<?>[] after = Arrays.copyOf(before, before.length + 1);
			after[before.length] = member;
			this.members = after;
		}
		stir();
		return true;
	}

	private static ReaderHandle<?, ?> handle(BufferReader<?> reader) {
		if (reader instanceof ReaderHandle<?, ?> handle) {
			return handle;
		}
		throw new IllegalArgumentException("A wait set takes readers that ReaderBuilder opened, and their forks, not "
				+ reader + ". Add the reader itself, not what stands for it");
	}

	/**
	 * Removes a reader. Does nothing else to it.
	 * @param reader the reader
	 * @return {@code false} if it is not in this set
	 */
	public synchronized boolean remove(BufferReader<?> reader) {
		WaitSetMember<?>[] before = this.members;
		for (int i = 0; i < before.length; i++) {
			if (before[i].reader().equals(reader)) {
				WaitSetMember<?>[] after = Arrays.copyOf(before, before.length - 1);
				System.arraycopy(before, i + 1, after, i, after.length - i);
				this.members = after;
				before[i].leave();
				return true;
			}
		}
		return false;
	}

	/**
	 * The number of readers in the set.
	 * @return a number
	 */
	public int size() {
		return this.members.length;
	}

	/**
	 * Waits until a reader is ready, as long as it takes.
	 * @return the readers that are ready; none if {@link #wake} was called
	 * @throws InterruptedException if the thread is interrupted
	 * @throws IllegalStateException if another thread waits
	 * @throws BufferClosedException if this set is closed
	 */
	public List<BufferReader<?>> await() throws InterruptedException {
		return await(ReadLoop.LONGEST);
	}

	/**
	 * Waits until a reader is ready, for a time.
	 * @param timeout how long to wait; zero or negative returns what is ready
	 * @return all readers that are ready, each time in an order that begins with another
	 * one; none if the time is over or {@link #wake} was called. Not changed by later
	 * calls
	 * @throws InterruptedException if the thread is interrupted before or while it waits
	 * @throws IllegalStateException if another thread waits
	 * @throws BufferClosedException if this set is closed
	 */
	public List<BufferReader<?>> await(Duration timeout) throws InterruptedException {
		Thread thread = Thread.currentThread();
		if (!this.waiting.compareAndSet(null, thread)) {
			throw new IllegalStateException(
					"Another thread waits with this wait set: give each thread a set of its own");
		}
		try {
			awaitReady(thread, ReadLoop.deadline(timeout));
			return this.ready.isEmpty() ? List.of() : List.copyOf(this.ready);
		}
		finally {
			this.ready.clear();
			this.waiting.set(null);
		}
	}

	private void awaitReady(Thread thread, long deadline) throws InterruptedException {
		// lest a caller that does not come to the end of the list forgets the same ones
		this.first = (this.first + 1) % Math.max(1, size());
		while (true) {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			requireOpen();
			boolean ends = takeWake();
			long now = System.nanoTime();
			long pause = Math.min(deadline - now, look(thread, now));
			if (!this.ready.isEmpty() || ends || deadline - now <= 0) {
				return;
			}
			if (pause > 0 && isQuiet(thread)) {
				LockSupport.parkNanos(this, pause);
			}
		}
	}

	/**
	 * Whether nothing has come since the look: that may have parked the thread, for a log
	 * or for a file, and so taken what was to unpark it now.
	 */
	private boolean isQuiet(Thread thread) {
		long now = System.nanoTime();
		for (WaitSetMember<?> member : this.members) {
			if (!member.isQuiet(thread, now)) {
				return false;
			}
		}
		return !this.woken && !this.closed;
	}

	/** Before the look: what comes after it ends the next wait. */
	private boolean takeWake() {
		boolean ends = this.woken;
		if (ends) {
			this.woken = false;
		}
		return ends;
	}

	/**
	 * Finds who is ready, and lets the others wake the thread.
	 * @return for how many nanoseconds it may park
	 */
	private long look(Thread thread, long now) {
		WaitSetMember<?>[] all = this.members;
		long pause = Long.MAX_VALUE;
		for (int i = 0; i < all.length; i++) {
			WaitSetMember<?> member = all[(this.first + i) % all.length];
			if (member.isReady(thread, now)) {
				this.ready.add(member.reader());
				if (!member.reader().isOpen()) {
					remove(member.reader());
				}
			}
			else {
				pause = Math.min(pause, member.due() - now);
			}
		}
		return pause;
	}

	/**
	 * Ends a wait, or else the next one, as if its time were over. For any thread.
	 */
	public void wake() {
		this.woken = true;
		stir();
	}

	/** Lets who waits look again. */
	void stir() {
		LockSupport.unpark(this.waiting.get());
	}

	/**
	 * Whether this set is open.
	 * @return {@code false} once it is closed
	 */
	public boolean isOpen() {
		return !this.closed;
	}

	/**
	 * Lets go of all readers, which stay open. A wait ends with
	 * {@link BufferClosedException}. Closing again does nothing.
	 */
	@Override
	public void close() {
		WaitSetMember<?>[] left;
		synchronized (this) {
			this.closed = true;
			left = this.members;
			this.members = NONE;
		}
		for (WaitSetMember<?> member : left) {
			member.leave();
		}
		stir();
	}

	private void requireOpen() {
		if (this.closed) {
			throw new BufferClosedException("The wait set is closed");
		}
	}

}
