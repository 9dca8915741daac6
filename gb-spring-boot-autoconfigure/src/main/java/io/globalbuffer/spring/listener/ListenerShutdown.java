// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Stops listeners together: tells all, waits for all within one timeout, interrupts those
 * that are left, and says which of them do not end even so.
 */
final class ListenerShutdown {

	private static final Log logger = LogFactory.getLog(ListenerShutdown.class);

	/** How long threads have to answer the interrupt. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final Collection<ListenerContainer> containers;

	private final List<ListenerLoop> runs;

	/**
	 * Tells listeners to stop, without waiting.
	 * @param containers the listeners
	 */
	ListenerShutdown(Collection<ListenerContainer> containers) {
		this.containers = containers;
		this.runs = containers.stream()
			.map(ListenerContainer::signalStop)
			.filter(Objects::nonNull)
			// a listener may close its own context
			.filter((run) -> !run.isCalling())
			.toList();
	}

	static void stop(Collection<ListenerContainer> containers, Duration timeout) {
		new ListenerShutdown(containers).await(timeout);
	}

	/**
	 * Waits until they have stopped.
	 * @param timeout how long before those that are left are interrupted
	 */
	void await(Duration timeout) {
		try {
			if (join(timeout)) {
				return;
			}
			this.runs.forEach(ListenerLoop::interrupt);
			join(GRACE);
		}
		catch (InterruptedException ex) {
			this.runs.forEach(ListenerLoop::interrupt);
			Thread.currentThread().interrupt();
		}
		for (ListenerLoop run : this.runs) {
			Thread thread = run.thread();
			if (thread.isAlive()) {
				logger.warn("Listener thread '" + thread.getName() + "' has not ended within " + timeout.toMillis()
						+ " ms and ignores its interrupt: its method is still running, until the process ends");
			}
		}
		this.containers.forEach(ListenerContainer::abandon);
	}

	private boolean join(Duration timeout) throws InterruptedException {
		long start = System.nanoTime();
		// saturates: durations of centuries are legal
		long limit = TimeUnit.NANOSECONDS.convert(timeout);
		boolean ended = true;
		for (ListenerLoop run : this.runs) {
			ended &= run.thread().join(Duration.ofNanos(Math.max(0, limit - (System.nanoTime() - start))));
		}
		return ended;
	}

}
