// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.globalbuffer.exception.BufferClosedException;

/**
 * A virtual thread that reads for one subscriber what that asks for.
 *
 * @param <T> the type of a sample
 */
final class FlowSubscription<T> implements Flow.Subscription, Delivery {

	private static final Logger logger = LoggerFactory.getLogger(Subscription.class);

	private static final AtomicLong COUNTER = new AtomicLong();

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

	private final SubscribedSamples<T> samples;

	private final SubscriberSignals<T> signals;

	private final Consumer<FlowSubscription<T>> onEnd;

	private final Demand demand = new Demand();

	private final LongAdder delivered = new LongAdder();

	private final CountDownLatch released = new CountDownLatch(1);

	private final Thread thread;

	/** What the subscriber did wrong. */
	private volatile @Nullable IllegalArgumentException refusal;

	FlowSubscription(SubscribedSamples<T> samples, SubscriberSignals<T> signals, Consumer<FlowSubscription<T>> onEnd) {
		this.samples = samples;
		this.signals = signals;
		this.onEnd = onEnd;
		this.thread = Thread.ofVirtual()
			.name("globalbuffer-" + samples.name() + "-publisher-" + COUNTER.incrementAndGet())
			.unstarted(this::run);
	}

	@Override
	public void start() {
		if (this.signals.onSubscribe(this)) {
			this.thread.start();
		}
		else {
			release();
		}
	}

	@Override
	public void request(long n) {
		if (n > 0) {
			this.demand.add(n);
		}
		else {
			this.refusal = new IllegalArgumentException("A subscriber of buffer '" + this.samples.name()
					+ "' asked for " + n + " samples, a non-positive subscription request (rule 3.9 of Reactive "
					+ "Streams). Ask for at least one");
			end();
		}
	}

	@Override
	public void cancel() {
		this.signals.cancel();
		end();
	}

	@Override
	public void close() {
		end();
		// a thread that has not started yet delivers nothing, its reader being closed
		if (isCaller() || !this.thread.isAlive()) {
			return;
		}
		try {
			if (!this.released.await(CLOSE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
				logger.warn("The subscriber with thread '{}' still has a sample {} s after its reader was closed",
						this.thread.getName(), CLOSE_TIMEOUT.toSeconds());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private boolean isCaller() {
		return Thread.currentThread().equals(this.thread) || this.signals.isRunningHere();
	}

	private void end() {
		this.signals.end();
		this.demand.end();
		this.samples.close();
		LockSupport.unpark(this.thread);
	}

	private void run() {
		Throwable failure = readToTheEnd();
		try {
			// first: who subscribes anew when told of the end finds all free
			release();
		}
		finally {
			this.signals.terminate((this.refusal != null) ? this.refusal : failure);
		}
	}

	/**
	 * Delivers until there is an end to it.
	 * @return what ended it; {@code null} if it was ended in order
	 */
	private @Nullable Throwable readToTheEnd() {
		try {
			while (true) {
				this.demand.await();
				// also when it has ended: that makes the sample before it done
				Optional<Sample<T>> sample = this.samples.next();
				if (sample.isPresent()) {
					this.demand.meet();
					if (!this.signals.onNext(sample.get())) {
						return null;
					}
					this.delivered.increment();
				}
			}
		}
		catch (BufferClosedException ex) {
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

	private void release() {
		try {
			this.samples.close();
			this.onEnd.accept(this);
		}
		finally {
			this.released.countDown();
		}
	}

	SampleTally tally() {
		return new SampleTally(this.delivered.sum(), this.samples.undecodable(), this.samples.overruns(),
				this.samples.skipped());
	}

}
