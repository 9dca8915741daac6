// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

import io.globalbuffer.spring.listener.EventPublisher;
import io.globalbuffer.spring.listener.Phases;
import io.globalbuffer.spring.replication.Replication;

/**
 * Looks at replications five times a second, and publishes what has changed: those that
 * were started or stopped, fail or go on again, or have lost samples. Starts before them
 * and stops after them.
 */
public class ReplicationMonitor implements SmartLifecycle {

	private final List<ReplicationActivity> activities;

	private @Nullable Watch watch;

	/**
	 * Creates a monitor.
	 * @param replications the replications to look at
	 * @param events receives what has changed
	 * @param lossInterval how often events of lost samples are published at most
	 */
	public ReplicationMonitor(List<Replication> replications, EventPublisher events, Duration lossInterval) {
		long now = System.nanoTime();
		this.activities = replications.stream()
			.map((replication) -> new ReplicationActivity(replication, events, lossInterval, now))
			.toList();
	}

	@Override
	public synchronized void start() {
		if (this.watch == null && !this.activities.isEmpty()) {
			this.watch = new Watch("globalbuffer-replication-activity", this::looks);
			this.watch.start();
		}
	}

	/**
	 * Looks once more, at how the replications have ended, and no more.
	 */
	@Override
	public synchronized void stop() {
		Watch running = this.watch;
		if (running != null) {
			running.stop();
			this.watch = null;
			looks().forEach(Runnable::run);
		}
	}

	private List<Runnable> looks() {
		long now = System.nanoTime();
		return this.activities.stream().<Runnable>map((activity) -> () -> activity.look(now)).toList();
	}

	@Override
	public synchronized boolean isRunning() {
		return this.watch != null;
	}

	@Override
	public int getPhase() {
		return Phases.REPLICATION_ACTIVITY;
	}

}
