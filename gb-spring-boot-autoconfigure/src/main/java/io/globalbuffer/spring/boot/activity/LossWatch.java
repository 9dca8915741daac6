// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import java.time.Duration;

import org.apache.commons.logging.Log;

/**
 * Sees samples that are lost: has events published, each a while after the one before,
 * and the log say when it begins and when it is over. Used by one thread at a time. Times
 * are {@link System#nanoTime()}.
 */
final class LossWatch {

	/** How long nothing is lost when the log says that it is over. */
	private static final long OVER_AFTER = Duration.ofSeconds(5).toNanos();

	private final Log logger;

	private final String subject;

	private final String cause;

	private final long interval;

	private final Events events;

	private long published;

	private long publishedAt;

	private boolean losing;

	private long seen;

	private long seenAt;

	private long before;

	/**
	 * Creates a watch.
	 * @param logger where it says so
	 * @param subject who loses samples, with which each line begins
	 * @param cause why that may be, or empty
	 * @param interval from an event to the next
	 * @param now the time
	 * @param events publishes them
	 */
	LossWatch(Log logger, String subject, String cause, Duration interval, long now, Events events) {
		this.logger = logger;
		this.subject = subject;
		this.cause = cause;
		this.interval = interval.toNanos();
		this.events = events;
		this.publishedAt = now - this.interval;
	}

	void look(long total, long now) {
		tell(total, now);
		if (total > this.published && now - this.publishedAt >= this.interval) {
			this.events.publish(total - this.published, total);
			this.published = total;
			this.publishedAt = now;
		}
	}

	private void tell(long total, long now) {
		if (total > this.seen) {
			if (!this.losing) {
				this.losing = true;
				this.before = this.seen;
				this.logger.warn(this.subject + " loses samples" + this.cause + ": " + (total - this.seen) + " so far");
			}
			this.seen = total;
			this.seenAt = now;
		}
		else if (this.losing && now - this.seenAt >= OVER_AFTER) {
			this.losing = false;
			this.logger.info(this.subject + " loses no more samples; it has lost " + (total - this.before));
		}
	}

	/**
	 * Publishes what it sees.
	 */
	@FunctionalInterface
	interface Events {

		/**
		 * Publishes an event.
		 * @param lost since the last one
		 * @param total since the application started
		 */
		void publish(long lost, long total);

	}

}
