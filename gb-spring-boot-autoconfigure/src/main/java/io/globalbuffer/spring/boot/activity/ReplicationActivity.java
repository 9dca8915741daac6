// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import java.time.Duration;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.spring.ReplicationInfo;
import io.globalbuffer.spring.event.ReplicationFailedEvent;
import io.globalbuffer.spring.event.ReplicationLossEvent;
import io.globalbuffer.spring.event.ReplicationRecoveredEvent;
import io.globalbuffer.spring.event.ReplicationStartedEvent;
import io.globalbuffer.spring.event.ReplicationStoppedEvent;
import io.globalbuffer.spring.listener.EventPublisher;
import io.globalbuffer.spring.replication.Replication;
import io.globalbuffer.spring.replication.ReplicationState;
import io.globalbuffer.spring.replication.ReplicationStatistics;

/**
 * What the monitor remembers of one replication. Used by one thread at a time. Times are
 * {@link System#nanoTime()}.
 */
final class ReplicationActivity {

	private static final Log logger = LogFactory.getLog(ReplicationActivity.class);

	/**
	 * How long it waits for the same when the log says so: at its start it waits a
	 * little.
	 */
	private static final long WAITS = Duration.ofSeconds(1).toNanos();

	private final Replication replication;

	private final ReplicationInfo info;

	private final EventPublisher events;

	private final LossWatch losses;

	private ReplicationState state = ReplicationState.STOPPED;

	private @Nullable String obstacle;

	private long obstacleSince;

	private boolean obstacleSaid;

	private ReplicationStatistics published;

	ReplicationActivity(Replication replication, EventPublisher events, Duration lossInterval, long now) {
		this.replication = replication;
		this.info = replication.definition().info();
		this.events = events;
		this.published = replication.statistics();
		this.losses = new LossWatch(logger, subject(), "", lossInterval, now, (_, _) -> publishLoss());
	}

	void look(long now) {
		ReplicationState before = this.state;
		ReplicationState found = this.replication.state();
		this.state = found;
		if (found != before) {
			tell(before, found);
		}
		tellOfObstacle(found, now);
		this.losses.look(this.replication.statistics().lost(), now);
	}

	private void tell(ReplicationState before, ReplicationState found) {
		if (before == ReplicationState.STOPPED) {
			this.events.publish(new ReplicationStartedEvent(this.info));
		}
		if (before == ReplicationState.FAILING && found != ReplicationState.STOPPED) {
			this.events.publish(new ReplicationRecoveredEvent(this.info));
		}
		switch (found) {
			case RUNNING -> logger.info(subject() + " runs: " + route());
			case FAILING -> {
				String problem = this.replication.problem().orElse("It is over already");
				this.events.publish(new ReplicationFailedEvent(this.info, problem));
				logger.warn(subject() + " fails, and tries again: " + problem);
			}
			case STOPPED -> {
				this.events.publish(new ReplicationStoppedEvent(this.info));
				logger.info(subject() + " has stopped, after " + this.replication.statistics().samples() + " samples");
			}
			case WAITING -> {
			}
		}
	}

	private void tellOfObstacle(ReplicationState found, long now) {
		String waitsFor = Optional.of(this.replication)
			.filter((_) -> found == ReplicationState.WAITING)
			.flatMap(Replication::problem)
			.orElse(null);
		if (waitsFor == null || !waitsFor.equals(this.obstacle)) {
			this.obstacle = waitsFor;
			this.obstacleSince = now;
			this.obstacleSaid = false;
		}
		else if (!this.obstacleSaid && now - this.obstacleSince >= WAITS) {
			this.obstacleSaid = true;
			logger.info(subject() + " waits: " + waitsFor);
		}
	}

	private void publishLoss() {
		ReplicationStatistics now = this.replication.statistics();
		this.events.publish(new ReplicationLossEvent(this.info, now.lostAtSource() - this.published.lostAtSource(),
				now.lostInTransit() - this.published.lostInTransit(), now.lostLocally() - this.published.lostLocally(),
				now.lost()));
		this.published = now;
	}

	private String subject() {
		return "Replication '" + this.info.name() + "' of buffer '" + this.info.buffer() + "'";
	}

	private String route() {
		String stream = "stream '" + this.info.stream() + "' of topic '" + this.info.topic() + "'";
		return switch (this.info.direction()) {
			case PUBLISH -> "it publishes to " + stream;
			case MIRROR -> "it mirrors " + stream;
		};
	}

}
