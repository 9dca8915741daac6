// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.globalbuffer.spring.event.BufferOverrunEvent;
import io.globalbuffer.spring.event.ListenerActiveEvent;
import io.globalbuffer.spring.event.ListenerIdleEvent;
import io.globalbuffer.spring.listener.EventPublisher;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerSettings;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.listener.ListenerStatistics;

/**
 * What the monitor remembers of one listener. Used by one thread at a time. Times are
 * {@link System#nanoTime()}.
 */
final class ListenerActivity {

	private static final Log logger = LogFactory.getLog(ListenerActivity.class);

	private final ListenerContainer listener;

	private final EventPublisher events;

	private final ListenerSettings settings;

	private long received;

	private long silentSince;

	private long idleSaidAt;

	private boolean idle;

	private final LossWatch overruns;

	ListenerActivity(ListenerContainer listener, EventPublisher events, ListenerSettings settings, long now) {
		this.listener = listener;
		this.events = events;
		this.settings = settings;
		this.overruns = new LossWatch(logger, "Listener '" + listener.id() + "' of buffer '" + listener.buffer() + "'",
				", since it is slower than the writer or its buffer too small", settings.overrunEventInterval(), now,
				(missed, total) -> events.publish(new BufferOverrunEvent(listener.info(), missed, total)));
		restart(now);
	}

	/**
	 * Counts silence from now on.
	 */
	void restart(long now) {
		this.silentSince = now;
		this.idleSaidAt = now;
	}

	void look(long now) {
		ListenerStatistics statistics = this.listener.statistics();
		lookForSamples(statistics, now);
		this.overruns.look(statistics.overruns(), now);
	}

	private void lookForSamples(ListenerStatistics statistics, long now) {
		long total = statistics.delivered() + statistics.filtered() + statistics.errors();
		if (total != this.received) {
			this.received = total;
			restart(now);
			if (this.idle) {
				this.idle = false;
				this.events.publish(new ListenerActiveEvent(this.listener.info()));
			}
			return;
		}
		Duration interval = this.settings.idleEventInterval();
		if (interval == null) {
			return;
		}
		if (!isWaitingForSamples(statistics)) {
			restart(now);
			return;
		}
		if (now - this.idleSaidAt >= interval.toNanos()) {
			this.idleSaidAt = now;
			this.idle = true;
			this.events.publish(new ListenerIdleEvent(this.listener.info(), Duration.ofNanos(now - this.silentSince)));
		}
	}

	/** One that is behind, or not done with what it has, is busy and not idle. */
	private boolean isWaitingForSamples(ListenerStatistics statistics) {
		ListenerState state = this.listener.state();
		return (state == ListenerState.RUNNING || state == ListenerState.WAITING) && this.listener.isTaking()
				&& statistics.lag().orElse(0) == 0;
	}

}
