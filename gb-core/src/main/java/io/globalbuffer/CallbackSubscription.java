// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.internal.os.ThreadStart;

/**
 * Delivers samples to a callback, on a thread and with a reader of its own.
 *
 * @param <T> the type of a sample
 */
final class CallbackSubscription<T> implements Subscription, Delivery {

	private static final Logger logger = LoggerFactory.getLogger(Subscription.class);

	private static final AtomicLong COUNTER = new AtomicLong();

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

	private final SubscribedSamples<T> samples;

	private final Consumer<? super Sample<T>> callback;

	private final Consumer<Delivery> onEnd;

	private final Thread thread;

	private final LongAdder delivered = new LongAdder();

	private final LongAdder errors = new LongAdder();

	CallbackSubscription(SubscribedSamples<T> samples, Consumer<? super Sample<T>> callback, Consumer<Delivery> onEnd) {
		this.samples = samples;
		this.callback = callback;
		this.onEnd = onEnd;
		this.thread = new Thread(this::run,
				"globalbuffer-" + samples.name() + "-subscription-" + COUNTER.incrementAndGet());
		this.thread.setDaemon(true);
	}

	/**
	 * Starts to deliver.
	 * @throws GlobalBufferException if the system has no room for the thread
	 */
	@Override
	public void start() {
		ThreadStart.start(this.thread, "a subscription of buffer '" + this.samples.name() + "' delivers nothing",
				"subscribe again");
	}

	@Override
	public boolean isActive() {
		return this.samples.isOpen() && this.thread.isAlive();
	}

	@Override
	public long delivered() {
		return this.delivered.sum();
	}

	@Override
	public long undecodable() {
		return this.samples.undecodable();
	}

	@Override
	public long overruns() {
		return this.samples.overruns();
	}

	@Override
	public long skipped() {
		return this.samples.skipped();
	}

	@Override
	public long errors() {
		return this.errors.sum();
	}

	@Override
	public void close() {
		this.samples.close();
		LockSupport.unpark(this.thread);
		// a thread that has not started yet delivers nothing, its reader being closed
		if (Thread.currentThread().equals(this.thread) || !this.thread.isAlive()) {
			return;
		}
		try {
			if (!this.thread.join(CLOSE_TIMEOUT)) {
				logger.warn("The callback on thread '{}' is still running {} s after its subscription was closed",
						this.thread.getName(), CLOSE_TIMEOUT.toSeconds());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		try {
			boolean goesOn = true;
			while (goesOn) {
				goesOn = receive();
			}
		}
		catch (BufferClosedException ex) {
			logger.debug("Subscription of buffer '{}' ends: it was closed", this.samples.name());
		}
		catch (BufferLostException ex) {
			logger.warn("A subscription of buffer '{}' ends, and delivers nothing more: {}", this.samples.name(),
					ex.getMessage());
		}
		catch (InterruptedException ex) {
			logger.debug("Subscription of buffer '{}' ends: its thread was interrupted", this.samples.name());
		}
		catch (RuntimeException | Error ex) {
			logger.error("A subscription of buffer '{}' failed and delivers nothing more. Mend the cause, and "
					+ "subscribe again", this.samples.name(), ex);
			throw ex;
		}
		finally {
			this.samples.close();
			this.onEnd.accept(this);
		}
	}

	/** Not one that is closed by now: what is not handed out must not count as done. */
	private boolean receive() throws InterruptedException {
		Optional<Sample<T>> sample = this.samples.next();
		if (sample.isPresent()) {
			if (!this.samples.isOpen()) {
				return false;
			}
			deliver(sample.get());
		}
		return true;
	}

	private void deliver(Sample<T> sample) {
		try {
			this.callback.accept(sample);
		}
		catch (Exception ex) {
			// not only unchecked ones: Kotlin throws what it likes
			this.errors.increment();
			this.samples.failed("The callback of a subscription of buffer '{}' failed; delivery goes on", ex);
		}
		catch (Error ex) {
			this.errors.increment();
			throw ex;
		}
		finally {
			this.delivered.increment();
		}
	}

}
