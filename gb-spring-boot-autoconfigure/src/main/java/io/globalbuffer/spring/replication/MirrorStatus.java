// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * What a mirror does, and what keeps it from going on. Safe for use by many threads.
 */
final class MirrorStatus {

	private final MirrorDefinition definition;

	private volatile Phase phase = Phase.STOPPED;

	/** Whether no broker is in reach, whatever else. */
	private volatile boolean unreachable;

	MirrorStatus(MirrorDefinition definition) {
		this.definition = definition;
	}

	ReplicationState state() {
		return this.unreachable ? ReplicationState.FAILING : this.phase.state();
	}

	Optional<String> problem() {
		return this.unreachable ? Optional.of("No broker of topic '" + this.definition.topic() + "' is in reach")
				: Optional.ofNullable(this.phase.problem());
	}

	void stopped() {
		this.phase = Phase.STOPPED;
		this.unreachable = false;
	}

	void unreachable(boolean whether) {
		this.unreachable = whether;
	}

	void running() {
		this.phase = Phase.RUNNING;
		this.unreachable = false;
	}

	/**
	 * It waits.
	 * @param obstacle what for, a sentence
	 */
	void waiting(String obstacle) {
		this.phase = new Phase(ReplicationState.WAITING, obstacle);
	}

	/**
	 * It fails, and tries again.
	 * @param problem why, a sentence
	 */
	void failing(String problem) {
		this.phase = new Phase(ReplicationState.FAILING, problem);
	}

	/**
	 * It fails, and tries again.
	 * @param failure why
	 */
	void failing(Throwable failure) {
		String problem = ReplicationFailure.describe(failure, this.definition);
		if (!problem.equals(this.phase.problem())) {
			ReplicationFailure.log(failure, this.definition);
		}
		failing(problem);
	}

	/**
	 * What it does.
	 *
	 * @param problem why it does no more; {@code null} if it runs or was stopped
	 */
	private record Phase(ReplicationState state, @Nullable String problem) {

		static final Phase STOPPED = new Phase(ReplicationState.STOPPED, null);

		static final Phase RUNNING = new Phase(ReplicationState.RUNNING, null);

	}

}
