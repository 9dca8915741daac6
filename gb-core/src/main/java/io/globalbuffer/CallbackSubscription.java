// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.MessageTooLargeException;
import io.globalbuffer.internal.os.ThreadStart;

/**
 * Delivers samples to a callback, on a thread and with a reader of its own.
 *
 * @param <T> the type of a sample
 */
final class CallbackSubscription<T> implements Subscription {

	private static final Logger logger = LoggerFactory.getLogger(Subscription.class);

	private static final AtomicLong COUNTER = new AtomicLong();

	private static final Duration WAIT = Duration.ofMinutes(1);

	private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

	private final BufferReader<T> reader;

	private final ReadMode mode;

	private final Consumer<? super Sample<T>> callback;

	private final Consumer<CallbackSubscription<?>> onEnd;

	private final Thread thread;

	private final LongAdder delivered = new LongAdder();

	private final LongAdder undecodable = new LongAdder();

	private final LongAdder errors = new LongAdder();

	/** Of any kind, for messages. Used by the thread only. */
	private long failures;

	private long lastReport = System.nanoTime() - QUIET_NANOS;

	CallbackSubscription(BufferReader<T> reader, ReadMode mode, Consumer<? super Sample<T>> callback,
			Consumer<CallbackSubscription<?>> onEnd) {
		this.reader = reader;
		this.mode = mode;
		this.callback = callback;
		this.onEnd = onEnd;
		this.thread = new Thread(this::run,
				"globalbuffer-" + reader.name() + "-subscription-" + COUNTER.incrementAndGet());
		this.thread.setDaemon(true);
	}

	/**
	 * Starts to deliver.
	 * @throws GlobalBufferException if the system has no room for the thread
	 */
	void start() {
		ThreadStart.start(this.thread, "a subscription of buffer '" + this.reader.name() + "' delivers nothing",
				"subscribe again");
	}

	@Override
	public boolean isActive() {
		return this.reader.isOpen() && this.thread.isAlive();
	}

	@Override
	public long delivered() {
		return this.delivered.sum();
	}

	@Override
	public long undecodable() {
		return this.undecodable.sum();
	}

	@Override
	public long overruns() {
		return this.reader.overruns();
	}

	@Override
	public long skipped() {
		return this.reader.skipped();
	}

	@Override
	public long errors() {
		return this.errors.sum();
	}

	@Override
	public void close() {
		this.reader.close();
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
			logger.debug("Subscription of buffer '{}' ends: it was closed", this.reader.name());
		}
		catch (BufferLostException ex) {
			logger.warn("A subscription of buffer '{}' ends, and delivers nothing more: {}", this.reader.name(),
					ex.getMessage());
		}
		catch (InterruptedException ex) {
			logger.debug("Subscription of buffer '{}' ends: its thread was interrupted", this.reader.name());
		}
		catch (RuntimeException | Error ex) {
			logger.error("A subscription of buffer '{}' failed and delivers nothing more. Mend the cause, and "
					+ "subscribe again", this.reader.name(), ex);
			throw ex;
		}
		finally {
			this.reader.close();
			this.onEnd.accept(this);
		}
	}

	/** Not one that is closed by now: what is not handed out must not count as done. */
	private boolean receive() throws InterruptedException {
		Optional<Sample<T>> sample;
		try {
			sample = (this.mode == ReadMode.NEXT) ? this.reader.next(WAIT) : this.reader.nextLatest(WAIT);
		}
		catch (BufferContendedException ex) {
			return true;
		}
		catch (BufferClosedException | BufferLostException ex) {
			throw ex;
		}
		catch (CodecException ex) {
			this.undecodable.increment();
			failed("A sample of buffer '{}' could not be decoded and was left out", ex);
			return true;
		}
		catch (MessageTooLargeException ex) {
			failed("A sample of buffer '{}' does not fit into the heap and was left out", ex);
			return true;
		}
		catch (GlobalBufferException ex) {
			failed("Buffer '{}' cannot be read now; trying again", ex);
			LockSupport.parkNanos(RETRY_NANOS);
			return true;
		}
		if (sample.isPresent()) {
			if (!this.reader.isOpen()) {
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
			failed("The callback of a subscription of buffer '{}' failed; delivery goes on", ex);
		}
		catch (Error ex) {
			this.errors.increment();
			throw ex;
		}
		finally {
			this.delivered.increment();
		}
	}

	private void failed(String message, Exception failure) {
		this.failures++;
		long now = System.nanoTime();
		if (now - this.lastReport >= QUIET_NANOS) {
			this.lastReport = now;
			logger.warn(message + " (failures so far: {})", this.reader.name(), this.failures, failure);
		}
	}

}
