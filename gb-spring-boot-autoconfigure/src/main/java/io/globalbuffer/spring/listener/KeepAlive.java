// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the process alive while there are listeners. Their own threads do not: a method
 * that ignores its interrupt would keep it alive for ever. Safe for use by many threads.
 */
final class KeepAlive {

	private final Set<Object> holders = new HashSet<>();

	private @Nullable Thread thread;

	/**
	 * Keeps the process alive until the holder is {@linkplain #release released}.
	 */
	synchronized void hold(Object holder) {
		this.holders.add(holder);
		if (this.thread == null) {
			Thread created = Thread.ofPlatform()
				.daemon(false)
				.name("globalbuffer-keep-alive")
				.unstarted(this::awaitRelease);
			created.start();
			this.thread = created;
		}
	}

	/** Does nothing if it is released already. */
	synchronized void release(Object holder) {
		this.holders.remove(holder);
		notifyAll();
	}

	private synchronized void awaitRelease() {
		try {
			while (!this.holders.isEmpty()) {
				wait();
			}
		}
		catch (InterruptedException ex) {
			// some container clears away threads: the next holder has another one
		}
		finally {
			this.thread = null;
		}
	}

}
