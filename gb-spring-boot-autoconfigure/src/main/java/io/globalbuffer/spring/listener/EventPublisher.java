// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.listener;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

import io.globalbuffer.spring.event.GlobalBufferEvent;

/**
 * Publishes events by a thread of its own, in order, so that those who receive them
 * neither slow down nor fail the listeners that the events are about. Starts before the
 * listeners and stops after them. Safe for use by many threads.
 */
public class EventPublisher implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(EventPublisher.class);

	private static final int MOST_WAITING = 1024;

	/** How long events that wait have to be published when the application ends. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final ApplicationEventPublisher target;

	private final MessageLimit limit = new MessageLimit();

	private volatile @Nullable ExecutorService executor;

	/** The thread of the executor that was started last. */
	private volatile @Nullable Thread thread;

	/**
	 * Creates a publisher.
	 * @param target receives the events
	 */
	public EventPublisher(ApplicationEventPublisher target) {
		this.target = target;
	}

	/**
	 * Publishes an event soon, without waiting. If a thousand wait already, since an
	 * event listener is slow, it is dropped, and a warning logged. Does nothing before
	 * the application starts its listeners and after it has stopped them.
	 * @param event the event
	 */
	public void publish(GlobalBufferEvent event) {
		ExecutorService current = this.executor;
		if (current == null) {
			return;
		}
		try {
			current.execute(() -> publishNow(event));
		}
		catch (RejectedExecutionException ex) {
			this.limit.pass("dropped")
				.ifPresent((more) -> logger.warn("An event was dropped, since the application ends, or " + MOST_WAITING
						+ " others wait for an event listener that is slow or blocked: " + describe(event) + more));
		}
	}

	private void publishNow(GlobalBufferEvent event) {
		try {
			this.target.publishEvent(event);
		}
		catch (RuntimeException ex) {
			this.limit.pass(List.of(event.getClass(), ex.getClass()))
				.ifPresent((more) -> FailureLog.error(logger, "An event listener failed at " + describe(event) + more,
						ex));
		}
	}

	private static String describe(GlobalBufferEvent event) {
		return event.getClass().getSimpleName() + " of buffer '" + event.buffer() + "'";
	}

	@Override
	public synchronized void start() {
		if (this.executor == null) {
			this.executor = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING),
					this::newThread);
		}
	}

	private Thread newThread(Runnable work) {
		Thread created = Thread.ofPlatform().daemon().name("globalbuffer-events").unstarted(work);
		this.thread = created;
		return created;
	}

	/**
	 * Waits a little until the events that wait are published; interrupts an event
	 * listener that blocks then.
	 */
	@Override
	public synchronized void stop() {
		ExecutorService current = this.executor;
		if (current == null) {
			return;
		}
		this.executor = null;
		current.shutdown();
		if (Thread.currentThread().equals(this.thread)) {
			// an event listener closes its own context: it cannot be waited for
			return;
		}
		try {
			if (!current.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("An event listener blocks: " + current.shutdownNow().size() + " events are lost");
			}
		}
		catch (InterruptedException ex) {
			current.shutdownNow();
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.executor != null;
	}

	@Override
	public int getPhase() {
		return Phases.EVENTS;
	}

}
