// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.BufferContendedException;
import io.globalbuffer.exception.BufferLostException;
import io.globalbuffer.exception.CodecException;
import io.globalbuffer.exception.GlobalBufferException;
import io.globalbuffer.exception.MessageTooLargeException;

/**
 * What a subscription reads, with a reader of its own: a sample that cannot be had is
 * left out, and a read that fails is tried again. For one thread, except for closing and
 * the counts.
 *
 * @param <T> the type of a sample
 */
final class SubscribedSamples<T> implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Subscription.class);

	private static final Duration WAIT = Duration.ofMinutes(1);

	private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

	private final BufferReader<T> reader;

	private final ReadMode mode;

	private final LongAdder undecodable = new LongAdder();

	/** Of any kind, for messages. */
	private long failures;

	private long lastReport = System.nanoTime() - QUIET_NANOS;

	SubscribedSamples(BufferReader<T> reader, ReadMode mode) {
		this.reader = reader;
		this.mode = mode;
	}

	/**
	 * Waits for the next one for a while.
	 * @return the sample; empty if none came, or it was left out, or the read is to be
	 * tried again
	 * @throws BufferClosedException once this is closed
	 * @throws BufferLostException if none can come any more
	 */
	Optional<Sample<T>> next() throws InterruptedException {
		try {
			return (this.mode == ReadMode.NEXT) ? this.reader.next(WAIT) : this.reader.nextLatest(WAIT);
		}
		catch (BufferContendedException ex) {
			return Optional.empty();
		}
		catch (BufferClosedException | BufferLostException ex) {
			throw ex;
		}
		catch (CodecException ex) {
			this.undecodable.increment();
			failed("A sample of buffer '{}' could not be decoded and was left out", ex);
		}
		catch (MessageTooLargeException ex) {
			failed("A sample of buffer '{}' does not fit into the heap and was left out", ex);
		}
		catch (GlobalBufferException ex) {
			failed("Buffer '{}' cannot be read now; trying again", ex);
			LockSupport.parkNanos(RETRY_NANOS);
		}
		return Optional.empty();
	}

	/**
	 * Reports a failure, unless one was reported a moment ago.
	 * @param message what failed, with a place for the buffer's name
	 * @param failure what was thrown
	 */
	void failed(String message, Exception failure) {
		this.failures++;
		long now = System.nanoTime();
		if (now - this.lastReport >= QUIET_NANOS) {
			this.lastReport = now;
			logger.warn(message + " (failures so far: {})", name(), this.failures, failure);
		}
	}

	String name() {
		return this.reader.name();
	}

	long undecodable() {
		return this.undecodable.sum();
	}

	long overruns() {
		return this.reader.overruns();
	}

	long skipped() {
		return this.reader.skipped();
	}

	boolean isOpen() {
		return this.reader.isOpen();
	}

	/** Lets go of all it holds. Ends a read. */
	@Override
	public void close() {
		this.reader.close();
	}

}
