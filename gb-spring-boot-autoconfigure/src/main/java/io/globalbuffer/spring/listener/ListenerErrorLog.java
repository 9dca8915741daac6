// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.globalbuffer.spring.ErrorAction;
import io.globalbuffer.spring.ListenerInfo;

/**
 * Logs a listener's errors and what was decided about them: each kind once per interval,
 * so that a method that fails with every sample does not fill the disk. The samples of
 * the others are named in a line at the end of the interval. Used by one thread at a
 * time.
 */
final class ListenerErrorLog {

	private static final Log logger = LogFactory.getLog(ListenerErrorLog.class);

	private static final long INTERVAL = Duration.ofSeconds(30).toNanos();

	private final ListenerInfo listener;

	private final Map<Kind, Entry> entries = new LinkedHashMap<>();

	ListenerErrorLog(ListenerInfo listener) {
		this.listener = listener;
	}

	/**
	 * Logs a failure, or keeps it for the line at the end.
	 * @param failure what failed
	 * @param decision what follows: that there is another attempt is said without a stack
	 * @return whether it was logged
	 */
	boolean log(CallFailure failure, Decision decision) {
		boolean retry = decision.action() == ErrorAction.RETRY;
		Entry entry = new Entry(failure.stage().label() + " failed with " + failure.error().getClass().getName(),
				retry);
		if (isRepeated(new Kind(failure.stage(), failure.error().getClass(), decision.action()), entry, failure)) {
			return false;
		}
		String text = prefix() + failure.stage().label() + " failed at " + named(failure) + "; " + decision.text();
		if (retry) {
			logger.warn(text + ": " + FailureLog.describe(failure.error()));
		}
		else {
			FailureLog.error(logger, text, failure.error());
		}
		return true;
	}

	/**
	 * Logs that the error handler failed, or keeps it for the line at the end.
	 * @param failure what it was asked about
	 * @param error what it threw
	 */
	void logHandler(CallFailure failure, Exception error) {
		String what = "the error handler failed itself";
		Entry entry = new Entry(what + ", with " + error.getClass().getName(), false);
		if (!isRepeated(new Kind(failure.stage(), error.getClass(), null), entry, failure)) {
			FailureLog.error(logger, prefix() + what + " when asked about " + named(failure), error);
		}
	}

	private boolean isRepeated(Kind kind, Entry first, CallFailure failure) {
		sumUp();
		Entry entry = this.entries.putIfAbsent(kind, first);
		if (entry != null) {
			entry.add(failure);
		}
		return entry != null;
	}

	/** Whether nothing has failed since the last interval has passed. */
	boolean isEmpty() {
		return this.entries.isEmpty();
	}

	/** Says what was not logged, where the interval has passed. */
	void sumUp() {
		if (!this.entries.isEmpty()) {
			long now = System.nanoTime();
			this.entries.values().removeIf((entry) -> {
				boolean passed = now - entry.loggedAt >= INTERVAL;
				if (passed) {
					sumUp(entry);
				}
				return passed;
			});
		}
	}

	/** Says what was not logged, at the listener's end. */
	void close() {
		this.entries.values().forEach(this::sumUp);
		this.entries.clear();
	}

	private void sumUp(Entry entry) {
		if (entry.times > 0) {
			String text = prefix() + entry.what + " "
					+ ((entry.times == 1) ? "once more; " : entry.times + " more times; ")
					+ (entry.retried ? "tried again: " : "given up: ") + entry.sequences + ofBuffer();
			if (entry.retried) {
				logger.warn(text);
			}
			else {
				logger.error(text);
			}
		}
	}

	private String prefix() {
		return "Listener '" + this.listener.id() + "': ";
	}

	private String named(CallFailure failure) {
		SequenceRanges sequences = new SequenceRanges();
		failure.sequences().forEach(sequences::add);
		return sequences + ofBuffer();
	}

	private String ofBuffer() {
		return " of buffer '" + this.listener.buffer() + "'";
	}

	/**
	 * What is logged once.
	 *
	 * @param stage what failed
	 * @param error with what
	 * @param action what was decided; {@code null} where the handler failed
	 */
	private record Kind(CallStage stage, Class<?> error, @Nullable ErrorAction action) {
	}

	private static final class Entry {

		private final String what;

		private final boolean retried;

		private final long loggedAt = System.nanoTime();

		private final SequenceRanges sequences = new SequenceRanges();

		private long times;

		Entry(String what, boolean retried) {
			this.what = what;
			this.retried = retried;
		}

		void add(CallFailure failure) {
			this.times++;
			failure.sequences().forEach(this.sequences::add);
		}

	}

}
