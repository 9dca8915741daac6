// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.page;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One browser that shows the page. It is written to on a thread of its own, so that a
 * slow one makes nobody wait; one that is seconds behind is dropped and may come again.
 */
final class LiveClient {

	private static final Logger logger = LoggerFactory.getLogger(LiveClient.class);

	/** About 3 s of events. */
	private static final int MAX_WAITING = 60;

	private static final long NO_TIMEOUT = 0;

	private static final long RECONNECT_MILLIS = 1000;

	private final SseEmitter emitter = new SseEmitter(NO_TIMEOUT);

	/** An empty one is the end. */
	private final BlockingQueue<Optional<LiveEvent>> waiting = new ArrayBlockingQueue<>(MAX_WAITING + 1);

	private final Thread thread = Thread.ofVirtual().name("live-client").unstarted(this::run);

	private volatile boolean gone;

	/**
	 * Starts to write what is {@linkplain #offer offered}.
	 */
	void start() {
		this.emitter.onCompletion(this::leave);
		this.thread.start();
	}

	/**
	 * The connection to the browser, to be returned from a controller method.
	 * @return the emitter
	 */
	SseEmitter emitter() {
		return this.emitter;
	}

	/**
	 * Hands over an event without waiting.
	 * @param event the event
	 * @return {@code false} if the browser left or is too slow: it is not written to any
	 * more
	 */
	boolean offer(LiveEvent event) {
		if (!this.gone && this.waiting.size() >= MAX_WAITING) {
			logger.info("A browser does not keep up with the live page and is dropped");
			leave();
		}
		return !this.gone && this.waiting.offer(Optional.of(event));
	}

	/**
	 * Ends the connection behind the events that wait already; does not wait.
	 */
	void end() {
		if (!this.waiting.offer(Optional.empty())) {
			leave();
		}
	}

	private void leave() {
		this.gone = true;
		this.thread.interrupt();
	}

	private void run() {
		try {
			Optional<LiveEvent> event = this.waiting.take();
			while (event.isPresent()) {
				send(event.get());
				event = this.waiting.take();
			}
			this.emitter.complete();
		}
		catch (InterruptedException ex) {
			this.emitter.complete();
		}
		catch (IOException | IllegalStateException ex) {
			// the container ends a connection that failed; there is no one left to tell
			logger.debug("A browser left the live page", ex);
		}
		finally {
			this.gone = true;
		}
	}

	private void send(LiveEvent event) throws IOException {
		this.emitter.send(SseEmitter.event().name(event.name()).reconnectTime(RECONNECT_MILLIS).data(event.json()));
	}

}
