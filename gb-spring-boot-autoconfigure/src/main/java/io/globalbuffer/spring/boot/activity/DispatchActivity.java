// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.globalbuffer.spring.listener.DispatchStatistics;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

/**
 * What the monitor remembers of the threads that listeners share. Used by one thread at a
 * time. Times are {@link System#nanoTime()}.
 */
final class DispatchActivity {

	private static final Log logger = LogFactory.getLog(DispatchActivity.class);

	/** How long a call may wait for a thread before the log says so. */
	private static final Duration MOMENT = Duration.ofSeconds(1);

	/** How long no call waits for longer when the log says that it is over. */
	private static final long OVER_AFTER = Duration.ofSeconds(5).toNanos();

	/** Of those that hold a thread, the longest. */
	private static final int MOST_NAMED = 10;

	private final GlobalBufferListenerRegistry listeners;

	private boolean waiting;

	private long waitSeenAt;

	DispatchActivity(GlobalBufferListenerRegistry listeners) {
		this.listeners = listeners;
	}

	/** Says when calls begin to wait, and when none did for a while. */
	void look(long now) {
		DispatchStatistics statistics = this.listeners.dispatchStatistics();
		if (statistics.longestWait().compareTo(MOMENT) >= 0) {
			if (!this.waiting) {
				this.waiting = true;
				logger.warn("Calls of listeners wait for more than " + MOMENT.toSeconds()
						+ " s, since all threads of dispatch 'shared' are busy, " + statistics.threads()
						+ " of them: with " + calls(statistics.calls())
						+ ". Raise globalbuffer.listener.shared-threads, or give listeners that take long a thread of"
						+ " their own: @GlobalBufferListener(dispatch = \"thread\")");
			}
			this.waitSeenAt = now;
		}
		else if (this.waiting && now - this.waitSeenAt >= OVER_AFTER) {
			this.waiting = false;
			logger.info("Calls of listeners wait no longer for the threads of dispatch 'shared'");
		}
	}

	private static String calls(Map<String, Duration> calls) {
		String named = calls.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Duration>comparingByValue().reversed())
			.limit(MOST_NAMED)
			.map((call) -> "'" + call.getKey() + "' for " + call.getValue().toMillis() + " ms")
			.collect(Collectors.joining(", "));
		return (calls.size() > MOST_NAMED) ? named + " and " + (calls.size() - MOST_NAMED) + " more" : named;
	}

}
