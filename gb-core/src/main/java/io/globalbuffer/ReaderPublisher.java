// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.exception.GlobalBufferException;

/**
 * Publishes what a reader could read.
 *
 * @param <T> the type of a sample
 */
final class ReaderPublisher<T> implements SamplePublisher<T> {

	private final ReaderHandle<T, ?> reader;

	private final ReadMode mode;

	private final Executor executor;

	private final Set<FlowSubscription<T>> subscriptions = new HashSet<>();

	/** Of those that have ended. */
	private SampleTally before = SampleTally.NONE;

	ReaderPublisher(ReaderHandle<T, ?> reader, ReadMode mode, Executor executor) {
		this.reader = reader;
		this.mode = mode;
		this.executor = executor;
	}

	@Override
	public void subscribe(Flow.Subscriber<? super Sample<T>> subscriber) {
		Objects.requireNonNull(subscriber, "A subscriber cannot be null");
		SubscriberSignals<T> signals = new SubscriberSignals<>(subscriber, this.executor, this.reader.name());
		SubscribedSamples<T> samples;
		try {
			samples = this.reader.freshSamples(this.mode);
		}
		catch (BufferClosedException ex) {
			refuse(signals, null);
			return;
		}
		catch (IllegalStateException | GlobalBufferException ex) {
			refuse(signals, ex);
			return;
		}
		FlowSubscription<T> subscription = new FlowSubscription<>(samples, signals, this::ended);
		add(subscription);
		this.reader.begin(subscription);
	}

	private synchronized void add(FlowSubscription<T> subscription) {
		this.subscriptions.add(subscription);
	}

	private void ended(FlowSubscription<T> subscription) {
		synchronized (this) {
			this.subscriptions.remove(subscription);
			this.before = this.before.plus(subscription.tally());
		}
		this.reader.ended(subscription);
	}

	/** Rules have it that one is subscribed first even so. */
	private void refuse(SubscriberSignals<T> signals, @Nullable RuntimeException reason) {
		signals.onSubscribe(new Flow.Subscription() {

			@Override
			public void request(long n) {
				// there is nothing to be had
			}

			@Override
			public void cancel() {
				signals.cancel();
			}

		});
		signals.terminate(reason);
	}

	private synchronized SampleTally tally() {
		return this.subscriptions.stream().map(FlowSubscription::tally).reduce(this.before, SampleTally::plus);
	}

	@Override
	public long delivered() {
		return tally().delivered();
	}

	@Override
	public long undecodable() {
		return tally().undecodable();
	}

	@Override
	public long overruns() {
		return tally().overruns();
	}

	@Override
	public long skipped() {
		return tally().skipped();
	}

}
