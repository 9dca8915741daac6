// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

import io.globalbuffer.spring.ReplicationDirection;
import io.globalbuffer.spring.listener.Phases;
import io.globalbuffer.spring.replication.Replication;
import io.globalbuffer.spring.replication.ReplicationRegistry;

/**
 * Starts and stops the replications of one direction. Publications run while listeners
 * do, so that what these write goes on its way; mirrors only while there is somebody to
 * listen.
 */
final class ReplicationLifecycle implements SmartLifecycle, DisposableBean {

	private final ReplicationDirection direction;

	private final List<Replication> replications;

	private volatile boolean running;

	ReplicationLifecycle(ReplicationDirection direction, ReplicationRegistry registry) {
		this.direction = direction;
		this.replications = registry.all()
			.stream()
			.filter((replication) -> replication.definition().direction() == direction)
			.toList();
	}

	@Override
	public void start() {
		this.running = true;
		this.replications.stream()
			.filter((replication) -> replication.definition().autoStartup())
			.forEach(Replication::start);
	}

	@Override
	public void stop() {
		this.running = false;
		try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
			this.replications.forEach((replication) -> together.execute(replication::stop));
		}
	}

	/** Also those that were started by themselves after the others had been stopped. */
	@Override
	public void destroy() {
		stop();
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return switch (this.direction) {
			case PUBLISH -> Phases.PUBLICATIONS;
			case MIRROR -> Phases.MIRRORS;
		};
	}

}
