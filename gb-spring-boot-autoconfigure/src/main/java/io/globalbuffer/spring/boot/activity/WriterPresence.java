// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferStats;
import io.globalbuffer.WriterState;
import io.globalbuffer.WriterStatus;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.boot.BufferLifeLog;
import io.globalbuffer.spring.boot.MonitoredBuffer;
import io.globalbuffer.spring.event.WriterLostEvent;
import io.globalbuffer.spring.event.WriterReturnedEvent;
import io.globalbuffer.spring.listener.EventPublisher;
import io.globalbuffer.spring.listener.ListenerContainer;

/**
 * What the monitor remembers of one buffer, its segment and its writer. Used by one
 * thread at a time.
 */
final class WriterPresence {

	/**
	 * By how much two looks may differ on one heartbeat, and less than between two of
	 * them.
	 */
	private static final Duration STAMP_SCATTER = Duration.ofMillis(100);

	private final MonitoredBuffer buffer;

	private final EventPublisher events;

	private final BufferLifeLog log;

	/** {@code null} until something was known for the first time. */
	private @Nullable Boolean present;

	/** The process that writes, or wrote last. */
	private OptionalLong pid = OptionalLong.empty();

	/** Its last heartbeat when it was lost. */
	private Optional<Instant> stampAtLoss = Optional.empty();

	/** Whether the process that was lost seemed to stamp again, at the last look. */
	private boolean doubted;

	/** The segment the log has told of. */
	private OptionalInt generation = OptionalInt.empty();

	private boolean refused;

	WriterPresence(MonitoredBuffer buffer, EventPublisher events) {
		this.buffer = buffer;
		this.events = events;
		this.log = new BufferLifeLog(buffer.definition());
	}

	/** What cannot be told changes nothing. */
	void look() {
		lookAtRefusal();
		this.buffer.stats().ifPresent(this::look);
	}

	/** Where listeners cannot read it either, they say so. */
	private void lookAtRefusal() {
		Optional<String> refusal = this.buffer.refusal();
		if (refusal.isPresent() && !this.refused
				&& this.buffer.listeners().stream().noneMatch(ListenerContainer::isSourceRefused)) {
			this.refused = true;
			this.log.refused(refusal.get());
		}
		else if (refusal.isEmpty() && this.refused) {
			this.refused = false;
			this.log.readable();
		}
	}

	private void look(BufferStats stats) {
		WriterStatus writer = stats.writer();
		switch (writer.state()) {
			case ACTIVE, IDLE -> lookAtPresent(stats);
			case CLOSED, PRESUMED_DEAD, DEAD, UNLINKED, REPLACED -> lookAtAbsent(stats);
			case NEVER_SEEN -> {
				if (this.present == null) {
					this.present = false;
					this.log.waits();
				}
			}
			case UNKNOWN -> {
				if (stats.layout().isPresent()) {
					tellOfSegment(stats);
				}
			}
		}
	}

	private void lookAtPresent(BufferStats stats) {
		WriterStatus writer = stats.writer();
		boolean newSession = !writer.pid().equals(this.pid);
		if (Boolean.FALSE.equals(this.present) && !newSession) {
			// a successor has the lock, and then stamps, before its pid is there
			boolean stamped = isStampedSinceLoss(writer);
			if (!stamped || !this.doubted) {
				this.doubted = stamped;
				return;
			}
		}
		boolean told = tellOfSegment(stats);
		if (this.present != null && (!this.present || newSession)) {
			this.events.publish(new WriterReturnedEvent(name(), writer.pid().orElse(0), newSession));
			if (!told) {
				this.log.hasWriter(stats);
			}
		}
		this.present = true;
		this.pid = writer.pid();
	}

	/** Each look counts the moment back from a clock that it reads itself. */
	private boolean isStampedSinceLoss(WriterStatus writer) {
		Optional<Instant> stamp = writer.lastHeartbeat();
		if (stamp.isEmpty() || this.stampAtLoss.isEmpty()) {
			return !stamp.equals(this.stampAtLoss);
		}
		return Duration.between(this.stampAtLoss.get(), stamp.get()).abs().compareTo(STAMP_SCATTER) > 0;
	}

	private void lookAtAbsent(BufferStats stats) {
		this.stampAtLoss = stats.writer().lastHeartbeat();
		this.doubted = false;
		boolean told = tellOfSegment(stats);
		boolean lost = this.present == null || this.present;
		if (this.present == null) {
			this.pid = stats.writer().pid();
		}
		else if (this.present) {
			this.events.publish(new WriterLostEvent(name(), stats.writer().state()));
		}
		// also of one of which that was not known when the segment was told of
		if (lost && !told && !isSaidByWriter(stats.writer().state())) {
			this.log.lostWriter(stats.writer());
		}
		this.present = false;
	}

	/** Whether this application's writer has noticed by itself. */
	private boolean isSaidByWriter(WriterState state) {
		return this.buffer.definition().role() == BufferRole.WRITER
				&& (state == WriterState.UNLINKED || state == WriterState.REPLACED);
	}

	/**
	 * Tells of a segment that is new to the log, with its writer; of that of this
	 * application's writer it was told when that was opened.
	 * @return whether there was something to tell
	 */
	private boolean tellOfSegment(BufferStats stats) {
		OptionalInt before = this.generation;
		this.generation = OptionalInt.of(stats.generation());
		if (before.equals(this.generation)) {
			return false;
		}
		if (before.isPresent()) {
			this.log.follows(stats);
		}
		else if (this.buffer.definition().role() == BufferRole.READER) {
			this.log.attached(stats);
		}
		return true;
	}

	private String name() {
		return this.buffer.definition().name();
	}

}
