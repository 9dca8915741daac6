// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Keeps what it is given, and asks for it when it is told to.
 *
 * @param <T> the type of a sample
 */
class RecordingSubscriber<T> implements Flow.Subscriber<Sample<T>> {

	private static final long TIMEOUT_SECONDS = 20;

	private final BlockingQueue<Sample<T>> samples = new LinkedBlockingQueue<>();

	private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

	/** Completed in order, or with the error. */
	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private final Consumer<Sample<T>> onNext;

	/** Gives it samples. */
	private volatile @Nullable Thread thread;

	RecordingSubscriber() {
		this((sample) -> {
		});
	}

	/** Does something with each sample before it keeps it. */
	RecordingSubscriber(Consumer<Sample<T>> onNext) {
		this.onNext = onNext;
	}

	/** One that is subscribed, and has asked for so many. */
	static <T> RecordingSubscriber<T> of(Flow.Publisher<Sample<T>> publisher, long samples) {
		RecordingSubscriber<T> subscriber = new RecordingSubscriber<>();
		publisher.subscribe(subscriber);
		subscriber.request(samples);
		return subscriber;
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		this.subscription.complete(subscription);
	}

	@Override
	public void onNext(Sample<T> sample) {
		this.thread = Thread.currentThread();
		this.onNext.accept(sample);
		this.samples.add(sample);
	}

	@Override
	public void onError(Throwable throwable) {
		this.end.completeExceptionally(throwable);
	}

	@Override
	public void onComplete() {
		this.end.complete(null);
	}

	void request(long samples) {
		this.subscription.join().request(samples);
	}

	void cancel() {
		this.subscription.join().cancel();
	}

	/** Whether the thread that has given it samples, and was its own, is gone. */
	boolean isLeftAlone() {
		Thread last = this.thread;
		return last != null && last.isVirtual() && !last.isAlive();
	}

	/** The next one it is given. */
	Sample<T> sample() throws InterruptedException {
		return Objects.requireNonNull(this.samples.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS), "no sample came");
	}

	/** Those it was given, but for what {@link #sample()} returned. */
	BlockingQueue<Sample<T>> samples() {
		return this.samples;
	}

	boolean isCompleted() {
		return this.end.isDone() && !this.end.isCompletedExceptionally();
	}

	boolean hasEnded() {
		return this.end.isDone();
	}

	/** What it is told in the end. */
	Throwable error() throws InterruptedException, TimeoutException {
		try {
			this.end.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
			throw new AssertionError("Expected an error, not the end");
		}
		catch (ExecutionException ex) {
			Throwable cause = ex.getCause();
			assertThat(cause).isNotNull();
			return (cause != null) ? cause : ex;
		}
	}

}
