// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a message of each kind pass once in half a minute, and counts those in between.
 * Safe for use by many threads.
 */
final class MessageLimit {

	private static final long INTERVAL = Duration.ofSeconds(30).toNanos();

	private final Map<Object, Passed> passed = new HashMap<>();

	/**
	 * Asks whether a message may pass.
	 * @param kind its kind, compared by {@code equals}
	 * @return what to add to it: how many there were since the last that passed; empty if
	 * it may not
	 */
	synchronized Optional<String> pass(Object kind) {
		long now = System.nanoTime();
		Passed last = this.passed.get(kind);
		if (last != null && now - last.at() < INTERVAL) {
			this.passed.put(kind, new Passed(last.at(), last.heldBack() + 1));
			return Optional.empty();
		}
		this.passed.put(kind, new Passed(now, 0));
		return Optional
			.of((last != null && last.heldBack() > 0) ? " (and " + last.heldBack() + " times since last logged)" : "");
	}

	private record Passed(long at, long heldBack) {
	}

}
