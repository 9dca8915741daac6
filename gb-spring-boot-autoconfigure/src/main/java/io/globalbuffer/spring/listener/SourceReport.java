// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.Objects;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.BufferReader;
import io.globalbuffer.exception.ReaderConflictException;
import io.globalbuffer.spring.ListenerInfo;

/**
 * Says why a listener waits though there may be samples, and when it goes on: once each.
 * Written by the listener's thread, read by any.
 */
final class SourceReport {

	private static final Log logger = LogFactory.getLog(SourceReport.class);

	private final ListenerInfo info;

	private final BufferReader<?> reader;

	private final ListenerCounters counters;

	private final Duration retryInterval;

	private volatile boolean refused;

	/** Which reader holds the identity of this one, if another one does. */
	private @Nullable String holder;

	SourceReport(ListenerInfo info, BufferReader<?> reader, ListenerCounters counters, Duration retryInterval) {
		this.info = info;
		this.reader = reader;
		this.counters = counters;
		this.retryInterval = retryInterval;
	}

	/** Whether the segment that is there now cannot be read. */
	boolean isRefused() {
		return this.refused;
	}

	/** Whether the listener waits for a reason that may pass without a sample. */
	boolean isOpen() {
		return this.refused || this.holder != null;
	}

	/** Notes that the segment cannot be read. */
	void noteRefused(RuntimeException error) {
		this.counters.noteError(ListenerError.ofBuffer(error));
		if (!this.refused) {
			this.refused = true;
			logger.warn("Listener '" + this.info.id() + "' cannot read the segment of buffer '" + this.info.buffer()
					+ "' and looks again every " + this.retryInterval.toMillis() + " ms: "
					+ FailureLog.describe(error));
		}
	}

	/** Written only when it changes: others look at it, and it hardly ever does. */
	void noteReadable() {
		if (this.refused) {
			this.refused = false;
			this.counters.noteErrorPast();
			logger.info("Listener '" + this.info.id() + "' can read the segment of buffer '" + this.info.buffer()
					+ "' again");
		}
	}

	/** Notes whether another reader holds the identity of this one. */
	void noteHolder() {
		ReaderConflictException conflict = this.reader.conflict().orElse(null);
		String now = (conflict != null) ? conflict.getMessage() : null;
		if (Objects.equals(now, this.holder)) {
			return;
		}
		this.holder = now;
		if (conflict != null) {
			this.counters.noteError(ListenerError.ofBuffer(conflict));
			logger.warn("Listener '" + this.info.id() + "' waits: " + now);
		}
		else {
			this.counters.noteErrorPast();
			logger.info("Listener '" + this.info.id() + "' has its identity, and goes on");
		}
	}

}
