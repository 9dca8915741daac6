// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals to one subscriber, which an executor runs one after the other. A subscriber
 * that throws gets none any more. {@link #end}, {@link #cancel} and
 * {@link #isRunningHere} are for any thread, the rest for one.
 *
 * @param <T> the type of a sample
 */
final class SubscriberSignals<T> {

	private static final Logger logger = LoggerFactory.getLogger(Subscription.class);

	private final Flow.Subscriber<? super Sample<T>> subscriber;

	private final Executor executor;

	private final String buffer;

	/** Whether no sample may begin to be delivered any more. */
	private boolean ended;

	/** Whether nothing may. */
	private boolean cancelled;

	/** Who delivers a sample now. */
	private @Nullable Thread running;

	SubscriberSignals(Flow.Subscriber<? super Sample<T>> subscriber, Executor executor, String buffer) {
		this.subscriber = subscriber;
		this.executor = executor;
		this.buffer = buffer;
	}

	/**
	 * Begins, on the calling thread.
	 * @param subscription what the subscriber asks with
	 * @return {@code false} if it threw
	 */
	boolean onSubscribe(Flow.Subscription subscription) {
		return call("onSubscribe", () -> this.subscriber.onSubscribe(subscription));
	}

	/**
	 * Delivers a sample, and waits until that is done.
	 * @param sample the sample
	 * @return {@code false} if the subscriber has not got it, or threw
	 */
	boolean onNext(Sample<T> sample) {
		Handover handover = new Handover(sample);
		execute(handover);
		return handover.await();
	}

	/**
	 * Says that nothing comes any more, unless the subscriber has cancelled. Does not
	 * wait.
	 * @param failure why; {@code null} if that is the end of the stream
	 */
	void terminate(@Nullable Throwable failure) {
		if (!isCancelled()) {
			execute(() -> signalEnd(failure));
		}
	}

	private void signalEnd(@Nullable Throwable failure) {
		if (isCancelled()) {
			return;
		}
		if (failure == null) {
			call("onComplete", this.subscriber::onComplete);
		}
		else {
			call("onError", () -> this.subscriber.onError(failure));
		}
	}

	private void execute(Runnable signal) {
		try {
			this.executor.execute(signal);
		}
		catch (RuntimeException | Error ex) {
			cancel();
			logger
				.warn("The executor of a subscriber of buffer '{}' refuses a signal: the subscriber gets nothing more. "
						+ "Close the reader before the executor, or subscribe with another one", this.buffer, ex);
		}
	}

	private boolean call(String method, Runnable signal) {
		try {
			signal.run();
			return true;
		}
		catch (Throwable ex) {
			cancel();
			logger.warn("A subscriber of buffer '{}' threw from {} and gets nothing more. Mend it, and subscribe again",
					this.buffer, method, ex);
			return false;
		}
	}

	/** Begins no sample any more, not even one that the executor was given already. */
	synchronized void end() {
		this.ended = true;
		notifyAll();
	}

	/** Begins nothing any more. */
	synchronized void cancel() {
		this.cancelled = true;
		end();
	}

	private synchronized boolean isCancelled() {
		return this.cancelled;
	}

	/** Whether it is the subscriber that calls, from where it was given a sample. */
	synchronized boolean isRunningHere() {
		return Thread.currentThread().equals(this.running);
	}

	/** What the executor is given of a sample. Guarded by the signals. */
	private final class Handover implements Runnable {

		private final Sample<T> sample;

		private boolean begun;

		private boolean over;

		private boolean delivered;

		private Handover(Sample<T> sample) {
			this.sample = sample;
		}

		@Override
		public void run() {
			if (begin()) {
				boolean returned = call("onNext", () -> SubscriberSignals.this.subscriber.onNext(this.sample));
				finish(returned);
			}
		}

		private boolean begin() {
			synchronized (SubscriberSignals.this) {
				boolean begins = !this.begun && !SubscriberSignals.this.ended;
				if (begins) {
					this.begun = true;
					SubscriberSignals.this.running = Thread.currentThread();
				}
				return begins;
			}
		}

		private void finish(boolean returned) {
			synchronized (SubscriberSignals.this) {
				this.over = true;
				this.delivered = returned;
				SubscriberSignals.this.running = null;
				SubscriberSignals.this.notifyAll();
			}
		}

		/**
		 * An interrupt does not end it: no other signal may come before this one is over.
		 */
		private boolean await() {
			boolean interrupted = false;
			synchronized (SubscriberSignals.this) {
				while (!this.over && (this.begun || !SubscriberSignals.this.ended)) {
					try {
						SubscriberSignals.this.wait();
					}
					catch (InterruptedException ex) {
						interrupted = true;
					}
				}
				if (interrupted) {
					Thread.currentThread().interrupt();
				}
				return this.delivered;
			}
		}

	}

}
