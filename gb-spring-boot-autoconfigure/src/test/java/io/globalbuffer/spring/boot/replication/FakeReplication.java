// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.spring.replication.Replication;
import io.globalbuffer.spring.replication.ReplicationDefinition;
import io.globalbuffer.spring.replication.ReplicationState;
import io.globalbuffer.spring.replication.ReplicationStatistics;

/**
 * A replication that is in the state that a test says, and replicates nothing.
 */
final class FakeReplication implements Replication {

	private final ReplicationDefinition definition;

	volatile ReplicationState state = ReplicationState.STOPPED;

	volatile @Nullable String problem;

	volatile ReplicationStatistics statistics = new ReplicationStatistics(0, 0, 0, 0, 0, 0, 0);

	FakeReplication(ReplicationDefinition definition) {
		this.definition = definition;
	}

	@Override
	public ReplicationDefinition definition() {
		return this.definition;
	}

	@Override
	public ReplicationState state() {
		return this.state;
	}

	@Override
	public Optional<String> problem() {
		return Optional.ofNullable(this.problem);
	}

	@Override
	public ReplicationStatistics statistics() {
		return this.statistics;
	}

	@Override
	public void start() {
		this.state = ReplicationState.RUNNING;
	}

	@Override
	public void stop() {
		this.state = ReplicationState.STOPPED;
	}

	void fail(String why) {
		this.problem = why;
		this.state = ReplicationState.FAILING;
	}

	void recover() {
		this.problem = null;
		this.state = ReplicationState.RUNNING;
	}

	void lose(long atSource, long inTransit, long locally) {
		this.statistics = new ReplicationStatistics(7, 112, 1, 2, atSource, inTransit, locally);
	}

}
