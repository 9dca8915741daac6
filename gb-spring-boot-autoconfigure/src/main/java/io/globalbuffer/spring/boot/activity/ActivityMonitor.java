// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
			this.watch = new Watch("globalbuffer-activity", this::looks);
			this.watch.start();
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

	private List<Runnable> looks() {
		long now = System.nanoTime();
		List<Runnable> looks = new ArrayList<>();
		this.writers.forEach((writer) -> looks.add(writer::look));
		looks.add(() -> this.dispatch.look(now));
		Collection<ListenerContainer> present = this.listeners.all();
		this.activities.keySet().retainAll(Set.copyOf(present));
		present.forEach((listener) -> looks.add(() -> look(listener, now)));
		return looks;
	}

	private void look(ListenerContainer listener, long now) {
		this.activities
			.computeIfAbsent(listener, (_) -> new ListenerActivity(listener, this.events, this.settings, now))
			.look(now);
	}

}
