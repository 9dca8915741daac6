// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.internal.watch;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.internal.os.Futex;

/**
 * The threads of the process that sleep in the kernel for others: for virtual threads,
 * whose carriers would sleep with them, and for threads that wait for many streams at
 * once. Each sleeps on as many words as the kernel lets it. Safe for use by many threads.
 */
public final class KernelWatchers {

	private static @Nullable KernelWatchers shared;

	private final Futex futex;

	private final List<KernelWatcher> watchers = new ArrayList<>();

	private KernelWatchers(Futex futex) {
		this.futex = futex;
	}

	/**
	 * Returns those of the process.
	 * @param futex how they sleep
	 * @return the same ones each time
	 */
	public static synchronized KernelWatchers of(Futex futex) {
		KernelWatchers known = shared;
		if (known == null || !known.futex.equals(futex)) {
			known = new KernelWatchers(futex);
			shared = known;
		}
		return known;
	}

	/**
	 * Makes a watch, which nothing watches yet.
	 * @return the watch
	 */
	public KernelWatch watch() {
		return new KernelWatch(this);
	}

	/** Whether a thread can sleep on several words at once. */
	boolean waitForAny() {
		return this.futex.waitsForAny();
	}

	synchronized boolean join(KernelWatch watch) {
		KernelWatcher watcher = withRoom();
		watch.joined(watcher);
		return watcher.join(watch);
	}

	private KernelWatcher withRoom() {
		for (KernelWatcher watcher : this.watchers) {
			if (watcher.hasRoom()) {
				return watcher;
			}
		}
		KernelWatcher another = new KernelWatcher(this.futex);
		this.watchers.add(another);
		return another;
	}

}
