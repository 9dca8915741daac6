// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The threads that make the calls of listeners of dispatch SHARED, in the order in which
 * these ask. They are there as long as one of these listeners runs. Safe for use by many
 * threads.
 */
final class CallThreads {

	private final int size;

	private final Collection<SharedDispatcher> listeners = ConcurrentHashMap.newKeySet();

	private volatile @Nullable ThreadPoolExecutor executor;

	CallThreads(int size) {
		this.size = size;
	}

	/** Has a listener's calls made from now on. */
	synchronized void join(SharedDispatcher listener) {
		this.listeners.add(listener);
		if (!isThere()) {
			ThreadPoolExecutor created = new ThreadPoolExecutor(this.size, this.size, 0, TimeUnit.SECONDS,
					new LinkedBlockingQueue<>(),
					// what who starts the first listener hands down is not for the others
					Thread.ofPlatform()
						.daemon()
						.inheritInheritableThreadLocals(false)
						.name("globalbuffer-shared-", 1)
						.factory(),
					// who still asks was told to stop, and does not wait for it
					new ThreadPoolExecutor.DiscardPolicy());
			this.executor = created;
			// now, where it fails the start if there is no room for them
			created.prestartAllCoreThreads();
		}
	}

	private boolean isThere() {
		ThreadPoolExecutor current = this.executor;
		return current != null && !current.isShutdown();
	}

	/** Does nothing if it has left already. */
	void leave(SharedDispatcher listener) {
		this.listeners.remove(listener);
		release();
	}

	/**
	 * Ends the threads, each after its call, if no more calls will come.
	 */
	synchronized void release() {
		if (this.executor != null && this.listeners.stream().allMatch(SharedDispatcher::isStopping)) {
			this.executor.shutdown();
		}
	}

	/** Makes the call of a listener that has joined when a thread is free. */
	void execute(SharedDispatcher listener) {
		Objects.requireNonNull(this.executor).execute(listener);
	}

	/** Forgets a call that has not begun. */
	void forget(SharedDispatcher listener) {
		Objects.requireNonNull(this.executor).remove(listener);
	}

	DispatchStatistics statistics() {
		Map<String, Duration> calls = new HashMap<>();
		int waiting = 0;
		Duration longestWait = Duration.ZERO;
		for (SharedDispatcher listener : this.listeners) {
			SharedDispatcher.Pending pending = listener.pending().orElse(null);
			if (pending != null && pending.begun()) {
				calls.put(listener.id(), pending.age());
			}
			else if (pending != null) {
				waiting++;
				longestWait = (pending.age().compareTo(longestWait) > 0) ? pending.age() : longestWait;
			}
		}
		return new DispatchStatistics(isThere() ? this.size : 0, calls, waiting, longestWait);
	}

}
