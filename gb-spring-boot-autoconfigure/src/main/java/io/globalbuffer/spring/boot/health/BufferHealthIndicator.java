// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.globalbuffer.BufferStats;
import io.globalbuffer.WriterState;
import io.globalbuffer.WriterStatus;
import io.globalbuffer.spring.boot.GlobalBufferProperties;
import io.globalbuffer.spring.boot.MonitoredBuffer;
import io.globalbuffer.spring.replication.Replication;
import io.globalbuffer.spring.replication.ReplicationState;

/**
 * Health of one declared buffer. Up while its writer is active or idle; unknown while
 * none was seen, or nothing can be said of it; else down, as with a segment that has lost
 * memory, or a listener that is not as it should be, which one whose calls all fail, or
 * that does not come back from one, is only where a limit is set; or a replication that
 * fails. A listener or replication that was stopped or paused on purpose is. A buffer
 * that is not required is unknown in place of down.
 */
final class BufferHealthIndicator extends AbstractHealthIndicator {

	private final MonitoredBuffer buffer;

	private final GlobalBufferProperties.Health limits;

	BufferHealthIndicator(MonitoredBuffer buffer, GlobalBufferProperties.Health limits) {
		super("Health of buffer '" + buffer.definition().name() + "' cannot be told");
		this.buffer = buffer;
		this.limits = limits;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		Optional<WriterStatus> writer = this.buffer.stats().map(BufferStats::writer);
		List<ListenerHealth> listeners = this.buffer.listeners()
			.stream()
			.map((listener) -> ListenerHealth.of(listener, this.limits))
			.toList();
		Optional<String> refusal = this.buffer.refusal();
		boolean failing = addReplications(builder);
		boolean broken = failing || refusal.isPresent() || listeners.stream().anyMatch(ListenerHealth::isBroken);
		Status status = (broken || writer.isEmpty()) ? Status.DOWN : statusOf(writer.get().state());
		builder.status((Status.DOWN.equals(status) && !this.buffer.isRequired()) ? Status.UNKNOWN : status);
		builder.withDetail("writer", writer.map(WriterStatus::state).orElse(WriterState.UNKNOWN).label());
		writer.flatMap(WriterStatus::heartbeatAge)
			.ifPresent((age) -> builder.withDetail("heartbeatAge", age.toString()));
		if (writer.isEmpty() && this.buffer.isLost()) {
			builder.withDetail("segment", "lost");
		}
		refusal.ifPresent((error) -> builder.withDetail("error", error));
		addListeners(builder, listeners);
	}

	/**
	 * Adds their states, and why they are not running.
	 * @return whether one fails
	 */
	private boolean addReplications(Health.Builder builder) {
		Map<String, String> states = new LinkedHashMap<>();
		Map<String, String> problems = new LinkedHashMap<>();
		for (Replication replication : this.buffer.replications()) {
			String name = replication.definition().name();
			states.put(name, replication.state().label());
			replication.problem().ifPresent((problem) -> problems.put(name, problem));
		}
		if (!states.isEmpty()) {
			builder.withDetail("replications", states);
		}
		if (!problems.isEmpty()) {
			builder.withDetail("problems", problems);
		}
		return states.containsValue(ReplicationState.FAILING.label());
	}

	private static void addListeners(Health.Builder builder, List<ListenerHealth> listeners) {
		Map<String, String> states = new LinkedHashMap<>();
		Map<String, Map<String, Object>> broken = new LinkedHashMap<>();
		Map<String, Map<String, Object>> errors = new LinkedHashMap<>();
		for (ListenerHealth listener : listeners) {
			states.put(listener.id(), listener.state().label());
			if (listener.isBroken()) {
				broken.put(listener.id(), listener.details());
			}
			else if (listener.statistics().lastError().isPresent()) {
				errors.put(listener.id(), listener.details());
			}
		}
		if (!states.isEmpty()) {
			builder.withDetail("listeners", states);
		}
		if (!broken.isEmpty()) {
			builder.withDetail("broken", broken);
		}
		if (!errors.isEmpty()) {
			builder.withDetail("errors", errors);
		}
	}

	private static Status statusOf(WriterState state) {
		return switch (state) {
			case ACTIVE, IDLE -> Status.UP;
			case NEVER_SEEN, UNKNOWN -> Status.UNKNOWN;
			default -> Status.DOWN;
		};
	}

}
