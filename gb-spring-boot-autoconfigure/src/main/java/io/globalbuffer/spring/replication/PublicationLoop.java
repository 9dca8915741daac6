// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.replication;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a publication does from a start to the next stop: runs, and another run a while
 * after each that has failed.
 */
final class PublicationLoop implements Runnable {

	private static final Log logger = LogFactory.getLog(PublicationLoop.class);

	/** How soon it sees that it is to stop. */
	private static final Duration PATIENCE = Duration.ofMillis(100);

	private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

	/** How long a record may take to be acknowledged, and nothing is wrong. */
	private static final Duration STALLED_AFTER = Duration.ofSeconds(10);

	/** How long a stop waits without any being acknowledged: the topic is away then. */
	private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(3);

	/** How long its thread has to answer the interrupt. */
	private static final Duration GRACE = Duration.ofSeconds(1);

	private final Publication publication;

	private final Thread thread;

	private final CountDownLatch stopSignal = new CountDownLatch(1);

	/** From a sample to the next, at least. */
	private final long interval;

	private volatile @Nullable PublicationRun run;

	private volatile @Nullable String obstacle = "It begins";

	private volatile @Nullable String failure;

	PublicationLoop(Publication publication) {
		this.publication = publication;
		this.interval = (long) (TimeUnit.SECONDS.toNanos(1)
				/ publication.definition().rateLimit().orElse(Double.POSITIVE_INFINITY));
		this.thread = Thread.ofPlatform()
			.name("globalbuffer-replication-" + publication.definition().name())
			.unstarted(this);
	}

	/**
	 * Starts it. Its reader is attached when this returns, if there is a segment.
	 */
	void start() {
		open();
		this.thread.start();
	}

	private void open() {
		try {
			this.run = this.publication.open();
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
	}

	boolean isAlive() {
		return this.thread.isAlive();
	}

	/** Why it does not go on. */
	Optional<String> failure() {
		String failed = this.failure;
		if (failed != null) {
			return Optional.of(failed);
		}
		return Optional.ofNullable(this.run)
			.map((running) -> running.sent().waiting())
			.filter((waiting) -> waiting.compareTo(STALLED_AFTER) > 0)
			.map((waiting) -> "Topic '" + this.publication.definition().topic() + "' has not acknowledged a record for "
					+ waiting.toSeconds() + " s");
	}

	private Duration sinceAcknowledged() {
		PublicationRun running = this.run;
		return (running != null) ? running.sent().sinceAcknowledged() : Duration.ZERO;
	}

	/** What it waits for. */
	Optional<String> obstacle() {
		return Optional.ofNullable(this.obstacle);
	}

	/**
	 * Stops it, when what it has read is sent.
	 * @param timeout how long to wait for that, as long as the topic acknowledges what is
	 * sent
	 */
	void stop(Duration timeout) {
		this.stopSignal.countDown();
		long began = System.nanoTime();
		try {
			boolean patient = true;
			while (patient && !this.thread.join(PATIENCE)) {
				Duration waited = Duration.ofNanos(System.nanoTime() - began);
				patient = waited.compareTo(timeout) < 0
						&& (waited.compareTo(GIVEN_UP_AFTER) < 0 || sinceAcknowledged().compareTo(GIVEN_UP_AFTER) < 0);
			}
			if (!patient) {
				this.thread.interrupt();
				this.thread.join(GRACE);
			}
		}
		catch (InterruptedException ex) {
			this.thread.interrupt();
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void run() {
		try {
			while (!isStopping()) {
				runUntilFailure();
				this.stopSignal.await(RETRY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			logger.debug("Interrupted: what was not acknowledged is sent again after the next start", ex);
		}
		finally {
			close();
		}
	}

	private void runUntilFailure() throws InterruptedException {
		try {
			PublicationRun running = this.run;
			if (running == null) {
				running = this.publication.open();
				this.run = running;
			}
			sendUntilStopped(running);
			running.flush();
		}
		catch (RuntimeException | Error ex) {
			if (Thread.interrupted()) {
				throw new InterruptedException(ex.toString());
			}
			failed(reason(ex));
			close();
			// at once: a segment that is replaced while no reader is there has an end
			// that is not known
			open();
		}
	}

	/** A record that fails closes the producer under who sends the next one. */
	private Throwable reason(Throwable ex) {
		PublicationRun ended = this.run;
		Throwable first = (ended != null) ? ended.sent().failure() : null;
		return (first != null) ? new PublicationFailedException(first) : ex;
	}

	private void sendUntilStopped(PublicationRun running) throws InterruptedException {
		while (!isStopping()) {
			long began = System.nanoTime();
			if (running.sendNext(PATIENCE)) {
				this.obstacle = null;
				this.stopSignal.await(this.interval - (System.nanoTime() - began), TimeUnit.NANOSECONDS);
			}
			else {
				this.obstacle = running.obstacle().orElse(null);
			}
			if (this.failure != null && running.sent().isGoingOn()) {
				this.failure = null;
			}
		}
	}

	private void failed(Throwable ex) {
		String reason = ReplicationFailure.describe(ex, this.publication.definition());
		if (!reason.equals(this.failure)) {
			ReplicationFailure.log(ex, this.publication.definition());
		}
		this.failure = reason;
	}

	private void close() {
		PublicationRun ended = this.run;
		if (ended != null) {
			this.run = null;
			try {
				ended.close();
			}
			catch (RuntimeException | Error ex) {
				logger.debug("A run of replication '" + this.publication.definition().name() + "' was not closed", ex);
			}
		}
	}

	private boolean isStopping() {
		return this.stopSignal.getCount() == 0;
	}

}
