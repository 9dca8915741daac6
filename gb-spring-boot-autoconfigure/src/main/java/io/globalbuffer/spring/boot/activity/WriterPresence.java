// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferStats;
import io.globalbuffer.WriterStatus;
import io.globalbuffer.spring.boot.MonitoredBuffer;
import io.globalbuffer.spring.event.WriterLost;
import io.globalbuffer.spring.event.WriterReturned;
import io.globalbuffer.spring.listener.EventPublisher;

/**
 * What the monitor remembers of one buffer's writer. Used by one thread at a time.
 */
final class WriterPresence {

	private final MonitoredBuffer buffer;

	private final EventPublisher events;

	/** {@code null} until something was known for the first time. */
	private @Nullable Boolean present;

	/** The process that writes, or wrote last. */
	private OptionalLong pid = OptionalLong.empty();

	/** Whether the last look found a lost writer's process back. */
	private boolean backAtLastLook;

	WriterPresence(MonitoredBuffer buffer, EventPublisher events) {
		this.buffer = buffer;
		this.events = events;
	}

	/** What cannot be told changes nothing. */
	void look() {
		Optional<WriterStatus> status = this.buffer.stats().map(BufferStats::writer);
		if (status.isPresent()) {
			look(status.get());
		}
	}

	private void look(WriterStatus writer) {
		switch (writer.state()) {
			case ACTIVE, IDLE -> lookAtPresent(writer);
			case CLOSED, PRESUMED_DEAD, DEAD, UNLINKED, REPLACED -> lookAtAbsent(writer);
			case NEVER_SEEN -> {
				if (this.present == null) {
					this.present = false;
				}
			}
			case UNKNOWN -> {
			}
		}
	}

	private void lookAtPresent(WriterStatus writer) {
		boolean newSession = !writer.pid().equals(this.pid);
		if (Boolean.FALSE.equals(this.present) && !newSession && !this.backAtLastLook) {
			// a successor holds the lock before its pid is there: the next look tells
			this.backAtLastLook = true;
			return;
		}
		this.backAtLastLook = false;
		if (this.present != null && (!this.present || newSession)) {
			this.events.publish(new WriterReturned(name(), writer.pid().orElse(0), newSession));
		}
		this.present = true;
		this.pid = writer.pid();
	}

	private void lookAtAbsent(WriterStatus writer) {
		this.backAtLastLook = false;
		if (this.present == null) {
			this.pid = writer.pid();
		}
		else if (this.present) {
			this.events.publish(new WriterLost(name(), writer.state()));
		}
		this.present = false;
	}

	private String name() {
		return this.buffer.definition().name();
	}

}
