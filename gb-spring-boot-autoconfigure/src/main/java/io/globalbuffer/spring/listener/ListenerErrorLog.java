// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Logs a listener's errors: each class of exception once per interval, so that a method
 * that fails with every sample does not fill the disk. Used by the listener's thread
 * only.
 */
final class ListenerErrorLog {

	private static final Log logger = LogFactory.getLog(ListenerErrorLog.class);

	private static final long INTERVAL = Duration.ofSeconds(30).toNanos();

	private final String id;

	private final Map<Class<?>, Entry> entries = new HashMap<>();

	ListenerErrorLog(String id) {
		this.id = id;
	}

	/**
	 * Logs an error, or counts it for the next time.
	 * @param what what happened, in a few words
	 * @param error the error
	 * @return whether it was logged
	 */
	boolean log(String what, Throwable error) {
		long now = System.nanoTime();
		Entry entry = this.entries.get(error.getClass());
		if (entry != null && now - entry.loggedAt < INTERVAL) {
			entry.unlogged++;
			return false;
		}
		String more = (entry != null && entry.unlogged > 0) ? " (and " + entry.unlogged + " times since last logged)"
				: "";
		logger.error("Listener '" + this.id + "': " + what + more, error);
		this.entries.put(error.getClass(), new Entry(now));
		return true;
	}

	private static final class Entry {

		private final long loggedAt;

		private long unlogged;

		Entry(long loggedAt) {
			this.loggedAt = loggedAt;
		}

	}

}
