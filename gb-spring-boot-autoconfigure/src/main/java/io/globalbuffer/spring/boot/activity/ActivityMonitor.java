// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

import io.globalbuffer.spring.boot.MonitoredBuffers;
import io.globalbuffer.spring.listener.EventPublisher;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerSettings;
import io.globalbuffer.spring.listener.Phases;

/**
 * Looks at buffers and listeners five times a second, and publishes what has changed:
 * listeners that are idle or active again or have lost samples, and writers that are lost
 * or have returned. Says where listeners wait for the threads that they share. Reads
 * counters that exist anyway, in a thread of its own. Runs while the listeners do.
 */
public class ActivityMonitor implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(ActivityMonitor.class);

	private static final long INTERVAL_MILLIS = 200;

	private static final long STOP_TIMEOUT_MILLIS = 5000;

	private final GlobalBufferListenerRegistry listeners;

	private final EventPublisher events;

	private final ListenerSettings settings;

	private final List<WriterPresence> writers;

	private final DispatchActivity dispatch;

	private final Map<ListenerContainer, ListenerActivity> activities = new LinkedHashMap<>();

	private @Nullable Watch watch;

	/**
	 * Creates a monitor.
	 * @param buffers the buffers whose writers to look at
	 * @param listeners the listeners to look at
	 * @param events receives what has changed
	 * @param settings how often at most
	 */
	public ActivityMonitor(MonitoredBuffers buffers, GlobalBufferListenerRegistry listeners, EventPublisher events,
			ListenerSettings settings) {
		this.listeners = listeners;
		this.events = events;
		this.settings = settings;
		this.dispatch = new DispatchActivity(listeners);
		this.writers = buffers.byName().values().stream().map((buffer) -> new WriterPresence(buffer, events)).toList();
	}

	@Override
	public synchronized void start() {
		if (this.watch == null && !this.writers.isEmpty()) {
			this.activities.values().forEach((activity) -> activity.restart(System.nanoTime()));
			this.watch = new Watch();
			this.watch.thread.start();
		}
	}

	/**
	 * Stops looking. Nothing is published once this returns.
	 */
	@Override
	public synchronized void stop() {
		Watch running = this.watch;
		if (running != null) {
			running.stop();
			this.watch = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.watch != null;
	}

	@Override
	public int getPhase() {
		return Phases.ACTIVITY;
	}

	private void look(ListenerContainer listener, long now) {
		this.activities
			.computeIfAbsent(listener, (_) -> new ListenerActivity(listener, this.events, this.settings, now))
			.look(now);
	}

	/**
	 * From one start to the next stop.
	 */
	private final class Watch implements Runnable {

		private final CountDownLatch stopSignal = new CountDownLatch(1);

		private final Thread thread = Thread.ofPlatform().daemon().name("globalbuffer-activity").unstarted(this);

		private boolean failing;

		@Override
		public void run() {
			try {
				do {
					lookAtAllOrLater();
				}
				while (!this.stopSignal.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
			}
			catch (InterruptedException ex) {
				logger.debug("The monitor of buffers was interrupted and looks no more");
			}
		}

		private void lookAtAllOrLater() {
			try {
				lookAtAll();
			}
			catch (RuntimeException | Error ex) {
				// not even reported, for want of memory: the next look may be
			}
		}

		private void lookAtAll() {
			boolean failed = false;
			for (WriterPresence writer : ActivityMonitor.this.writers) {
				failed |= fails(writer::look);
			}
			long now = System.nanoTime();
			failed |= fails(() -> ActivityMonitor.this.dispatch.look(now));
			Collection<ListenerContainer> present = ActivityMonitor.this.listeners.all();
			ActivityMonitor.this.activities.keySet().retainAll(Set.copyOf(present));
			for (ListenerContainer listener : present) {
				failed |= fails(() -> look(listener, now));
			}
			this.failing = failed;
		}

		/** One that cannot be looked at hides none of the others. */
		private boolean fails(Runnable look) {
			try {
				look.run();
				return false;
			}
			catch (RuntimeException | Error ex) {
				if (!this.failing) {
					logger.error("Something cannot be monitored for events; trying again", ex);
				}
				return true;
			}
		}

		private void stop() {
			this.stopSignal.countDown();
			try {
				this.thread.join(STOP_TIMEOUT_MILLIS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
