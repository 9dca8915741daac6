// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Has one listener's calls made by the threads that listeners share, while the listener's
 * own, a virtual thread, waits. A call and what is told of it meet under one lock: who
 * interrupts a call finds the thread that makes it, or none, and never one that has gone
 * on to another listener's.
 */
final class SharedDispatcher implements Dispatcher, Runnable {

	private final String id;

	private final ListenerControl control;

	private final CallThreads threads;

	/** What a call of a thread of its own would see: that of who starts the listener. */
	private final @Nullable ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	private final Lock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	/** Waits for a thread, or is being made by one. */
	private @Nullable Call call;

	/** Makes the call. */
	private @Nullable Thread caller;

	/** Since when it waits, or is being made, by the system's timer. */
	private long since;

	private boolean result;

	private @Nullable Throwable failure;

	/**
	 * Creates a dispatcher.
	 * @param id the listener's id
	 * @param control whether the listener was told to stop
	 * @param threads make the calls
	 */
	SharedDispatcher(String id, ListenerControl control, CallThreads threads) {
		this.id = id;
		this.control = control;
		this.threads = threads;
	}

	String id() {
		return this.id;
	}

	@Override
	public void open() {
		this.threads.join(this);
	}

	@Override
	public void close() {
		this.threads.leave(this);
	}

	@Override
	public boolean dispatch(Call next) throws Throwable {
		this.lock.lock();
		try {
			if (this.control.isStopping()) {
				return false;
			}
			this.result = false;
			this.since = System.nanoTime();
			this.call = next;
			this.threads.execute(this);
			while (this.call != null && (this.caller != null || !this.control.isStopping())) {
				this.changed.awaitUninterruptibly();
			}
			if (this.call != null) {
				this.call = null;
				this.threads.forget(this);
			}
			return resultOrFailure();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean resultOrFailure() throws Throwable {
		Throwable thrown = this.failure;
		if (thrown != null) {
			this.failure = null;
			throw thrown;
		}
		return this.result;
	}

	/** Makes the call that waits, by one of the shared threads. */
	@Override
	public void run() {
		Call begun = begin();
		if (begun == null) {
			return;
		}
		boolean returned = false;
		Throwable thrown = null;
		Thread thread = Thread.currentThread();
		String name = thread.getName();
		ClassLoader loader = thread.getContextClassLoader();
		try {
			thread.setName(ListenerLoop.threadName(this.id));
			thread.setContextClassLoader(this.classLoader);
			returned = begun.make();
		}
		catch (Throwable ex) {
			thrown = ex;
		}
		finally {
			thread.setContextClassLoader(loader);
			thread.setName(name);
			end(returned, thrown);
		}
	}

	/** Returns {@code null} if there is none any more. */
	private @Nullable Call begin() {
		this.lock.lock();
		try {
			if (this.call == null || this.control.isStopping()) {
				return null;
			}
			this.caller = Thread.currentThread();
			this.since = System.nanoTime();
			return this.call;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void end(boolean returned, @Nullable Throwable thrown) {
		this.lock.lock();
		try {
			this.result = returned;
			this.failure = thrown;
			this.call = null;
			this.caller = null;
			// it was meant for this call, and comes no more
			Thread.interrupted();
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void signalStop() {
		this.lock.lock();
		try {
			this.changed.signal();
		}
		finally {
			this.lock.unlock();
		}
		this.threads.release();
	}

	boolean isStopping() {
		return this.control.isStopping();
	}

	@Override
	public boolean interruptCall() {
		this.lock.lock();
		try {
			if (this.caller == null) {
				return false;
			}
			this.caller.interrupt();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean isCalling() {
		this.lock.lock();
		try {
			return Thread.currentThread().equals(this.caller);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** What there is of a call now; empty if there is none. */
	Optional<Pending> pending() {
		this.lock.lock();
		try {
			return (this.call != null)
					? Optional.of(new Pending(this.caller != null, Duration.ofNanos(System.nanoTime() - this.since)))
					: Optional.empty();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A call that has not ended.
	 *
	 * @param begun whether it is being made, or else waits for a thread
	 * @param age since when it does
	 */
	record Pending(boolean begun, Duration age) {
	}

}
