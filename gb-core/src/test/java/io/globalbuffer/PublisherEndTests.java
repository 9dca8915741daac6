// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How subscriptions to publishers end: cancelled, closed with their reader, or since the
 * subscriber breaks a rule; and what is left of them.
 */
@SuppressWarnings("try")
class PublisherEndTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void aCancelledSubscriptionLeavesNothing() throws Exception {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			RecordingSubscriber<long[]> subscriber = RecordingSubscriber.of(reader.publisher(), 5);
			writer.write(new long[1]);
			subscriber.sample();
			assertThat(registeredReaders()).isEqualTo(2);
			subscriber.cancel();
			assertThat(registeredReaders()).isEqualTo(1);
			writer.write(new long[1]);
			await().until(() -> subscriber.isLeftAlone());
			assertThat(subscriber.samples()).isEmpty();
			assertThat(subscriber.hasEnded()).isFalse();
			subscriber.cancel();
			subscriber.request(1);
			subscriber.request(-1);
			assertThat(subscriber.hasEnded()).isFalse();
		}
	}

	@Test
	void itCanBeCancelledFromWithinOnNext() throws Exception {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			CompletableFuture<RecordingSubscriber<long[]>> itself = new CompletableFuture<>();
			CompletableFuture<Long> left = new CompletableFuture<>();
			RecordingSubscriber<long[]> subscriber = new RecordingSubscriber<>((sample) -> {
				itself.join().cancel();
				left.complete(registeredReaders());
			});
			itself.complete(subscriber);
			SamplePublisher<long[]> publisher = reader.publisher();
			publisher.subscribe(subscriber);
			subscriber.request(Long.MAX_VALUE);
			writer.write(new long[1]);
			writer.write(new long[1]);
			subscriber.sample();
			assertThat(left.get(20, TimeUnit.SECONDS)).isEqualTo(1);
			await().until(() -> publisher.delivered() == 1 && subscriber.isLeftAlone());
			assertThat(subscriber.samples()).isEmpty();
			assertThat(subscriber.hasEnded()).isFalse();
		}
	}

	@Test
	void itCanBeCancelledWhileItIsSubscribed() {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			reader.publisher().subscribe(new RecordingSubscriber<>() {

				@Override
				public void onSubscribe(Flow.Subscription subscription) {
					super.onSubscribe(subscription);
					subscription.cancel();
				}

			});
			assertThat(registeredReaders()).isEqualTo(1);
			assertThat(writer.isOpen()).isTrue();
		}
	}

	@Test
	void aSubscriberThatThrowsIsCancelledAndSaysSoOnce() {
		try (LogRecorder log = LogRecorder.of(Subscription.class);
				ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			RecordingSubscriber<long[]> subscriber = new RecordingSubscriber<>((sample) -> {
				throw new IllegalStateException("on purpose");
			});
			SamplePublisher<long[]> publisher = reader.publisher();
			publisher.subscribe(subscriber);
			subscriber.request(2);
			writer.write(new long[1]);
			writer.write(new long[1]);
			await().until(() -> registeredReaders() == 1 && subscriber.isLeftAlone());
			assertThat(log.messages()).singleElement()
				.asString()
				.contains("subscriber of buffer 'p' threw from onNext");
			assertThat(subscriber.hasEnded()).isFalse();
			assertThat(publisher.delivered()).isZero();
		}
	}

	@Test
	void whoAsksForLessThanOneSampleIsToldSo() throws Exception {
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			for (long samples : new long[] { 0, -1, Long.MIN_VALUE }) {
				RecordingSubscriber<long[]> subscriber = RecordingSubscriber.of(reader.publisher(), samples);
				assertThat(subscriber.error()).isInstanceOf(IllegalArgumentException.class)
					.hasMessageContaining("buffer 'p'")
					.hasMessageContaining("asked for " + samples);
				assertThat(registeredReaders()).isEqualTo(1);
			}
			assertThat(writer.isOpen()).isTrue();
		}
	}

	@Test
	void anExecutorThatRefusesEndsTheSubscriptionAndIsNamed() {
		try (LogRecorder log = LogRecorder.of(Subscription.class);
				ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			RecordingSubscriber<long[]> subscriber = RecordingSubscriber
				.of(reader.publisher(ReadMode.NEXT, (signal) -> {
					throw new RejectedExecutionException("on purpose");
				}), 1);
			writer.write(new long[1]);
			await().until(() -> registeredReaders() == 1);
			assertThat(log.messages()).singleElement().asString().contains("executor").contains("buffer 'p'");
			assertThat(subscriber.hasEnded()).isFalse();
		}
	}

	@Test
	void closingTheReaderWaitsForASampleThatIsBeingDelivered() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		RecordingSubscriber<long[]> subscriber = new RecordingSubscriber<>((sample) -> {
			entered.countDown();
			awaitRelease(release);
		});
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			reader.publisher().subscribe(subscriber);
			subscriber.request(Long.MAX_VALUE);
			writer.write(new long[1]);
			writer.write(new long[1]);
			awaitRelease(entered);
			Background<Integer> closing = Background.run(() -> {
				reader.close();
				return subscriber.samples().size();
			}).awaitWaiting();
			release.countDown();
			assertThat(closing.result()).isEqualTo(1);
			await().until(subscriber::isCompleted);
			assertThat(subscriber.samples()).hasSize(1);
		}
	}

	@Test
	void theThreadThatWouldDeliverCanCloseTheReader() throws Exception {
		try (ExecutorService executor = Executors.newSingleThreadExecutor();
				ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			CountDownLatch busy = new CountDownLatch(1);
			CountDownLatch handedOver = new CountDownLatch(1);
			RecordingSubscriber<long[]> subscriber = RecordingSubscriber
				.of(reader.publisher(ReadMode.NEXT, (signal) -> {
					executor.execute(signal);
					handedOver.countDown();
				}), 1);
			executor.execute(() -> {
				awaitRelease(busy);
				reader.close();
			});
			writer.write(new long[1]);
			awaitRelease(handedOver);
			try (LogRecorder log = LogRecorder.of(Subscription.class)) {
				busy.countDown();
				await().until(subscriber::isCompleted);
				assertThat(log.messages()).as("waited for itself").isEmpty();
			}
			assertThat(subscriber.samples()).as("after the reader was closed").isEmpty();
		}
	}

	@Test
	void aSubscriberCanCloseTheReader() throws Exception {
		try (LogRecorder log = LogRecorder.of(Subscription.class);
				ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			RecordingSubscriber<long[]> subscriber = new RecordingSubscriber<>((sample) -> reader.close());
			reader.publisher().subscribe(subscriber);
			subscriber.request(2);
			writer.write(new long[1]);
			writer.write(new long[1]);
			subscriber.sample();
			await().until(subscriber::isCompleted);
			assertThat(subscriber.samples()).isEmpty();
			assertThat(log.messages()).isEmpty();
		}
	}

	@Test
	void aSampleThatTheExecutorHasNotBegunIsNotDeliveredAfterCancel() {
		Queue<Runnable> signals = new ConcurrentLinkedQueue<>();
		try (ArrayWriter<long[]> writer = create(); ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			RecordingSubscriber<long[]> subscriber = RecordingSubscriber
				.of(reader.publisher(ReadMode.NEXT, signals::add), 2);
			writer.write(new long[1]);
			await().until(() -> signals.size() == 1);
			subscriber.cancel();
			new ArrayDeque<>(signals).forEach(Runnable::run);
			assertThat(subscriber.samples()).isEmpty();
			assertThat(subscriber.hasEnded()).isFalse();
		}
	}

	/** By a subscriber, of a thread that runs only some of the signals. */
	@Test
	void anInterruptEndsTheSubscriptionWhenItsSampleIsDelivered() throws Exception {
		CompletableFuture<Thread> interrupted = new CompletableFuture<>();
		CountDownLatch release = new CountDownLatch(1);
		RecordingSubscriber<long[]> subscriber = new RecordingSubscriber<>((sample) -> {
			if (sample.sequence() == 0) {
				Thread.currentThread().interrupt();
				interrupted.complete(Thread.currentThread());
			}
			else {
				awaitRelease(release);
			}
		});
		try (ExecutorService executor = Executors.newCachedThreadPool();
				ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().asArray(long[].class)) {
			reader.publisher(ReadMode.NEXT, (signal) -> {
				if (interrupted.isDone()) {
					executor.execute(signal);
				}
				else {
					signal.run();
				}
			}).subscribe(subscriber);
			write(writer, 2);
			subscriber.request(3);
			Thread thread = interrupted.get(20, TimeUnit.SECONDS);
			await().until(() -> thread.getState() == Thread.State.WAITING || !thread.isAlive());
			assertThat(thread.isAlive()).isTrue();
			assertThat(subscriber.hasEnded()).isFalse();
			release.countDown();
			assertThat(subscriber.error()).isInstanceOf(InterruptedException.class);
			assertThat(subscriber.samples()).hasSize(2);
		}
	}

	@Test
	void oneSubscriberAtATimeReadsUnderTheIdentity() throws Exception {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().resumeAs("a").asArray(long[].class)) {
			SamplePublisher<long[]> publisher = reader.publisher();
			RecordingSubscriber<long[]> first = RecordingSubscriber.of(publisher, 1);
			assertThat(RecordingSubscriber.of(publisher, 1).error()).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("identity");
			write(writer, 3);
			assertThat(first.sample().sequence()).isZero();
			await().until(() -> publisher.delivered() == 1);
			first.cancel();
			await().until(first::isLeftAlone);
			RecordingSubscriber<long[]> second = RecordingSubscriber.of(publisher, 1);
			assertThat(second.sample().sequence()).isEqualTo(1);
		}
	}

	@Test
	void aSampleThatWasDeliveredWhenTheReaderIsClosedIsDone() throws Exception {
		try (ArrayWriter<long[]> writer = create()) {
			try (ArrayReader<long[]> reader = attach().resumeAs("a").asArray(long[].class)) {
				SamplePublisher<long[]> publisher = reader.publisher();
				RecordingSubscriber<long[]> subscriber = RecordingSubscriber.of(publisher, 2);
				write(writer, 4);
				subscriber.sample();
				subscriber.sample();
				await().until(() -> publisher.delivered() == 2);
			}
			try (ArrayReader<long[]> reader = attach().resumeAs("a").asArray(long[].class)) {
				assertThat(reader.next().sequence()).isEqualTo(2);
			}
		}
	}

	@Test
	void aSampleThatASubscriberThrewAtComesAgain() throws Exception {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().resumeAs("a").asArray(long[].class)) {
			RecordingSubscriber<long[]> failing = new RecordingSubscriber<>((sample) -> {
				throw new IllegalStateException("on purpose");
			});
			reader.publisher().subscribe(failing);
			failing.request(1);
			write(writer, 2);
			await().until(failing::isLeftAlone);
			assertThat(RecordingSubscriber.of(reader.publisher(), 1).sample().sequence()).isZero();
		}
	}

	@Test
	void whoSubscribesAnewWhenToldOfAnErrorFindsTheIdentityFree() throws Exception {
		try (ArrayWriter<long[]> writer = create();
				ArrayReader<long[]> reader = attach().resumeAs("a").asArray(long[].class)) {
			RecordingSubscriber<long[]> again = new RecordingSubscriber<>();
			reader.publisher().subscribe(new RecordingSubscriber<>() {

				@Override
				public void onSubscribe(Flow.Subscription subscription) {
					subscription.request(0);
				}

				@Override
				public void onError(Throwable throwable) {
					reader.publisher().subscribe(again);
				}

			});
			again.request(1);
			write(writer, 1);
			assertThat(again.sample().sequence()).isZero();
		}
	}

	private static void awaitRelease(CountDownLatch release) {
		try {
			assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private static void write(ArrayWriter<long[]> writer, int samples) {
		for (int i = 0; i < samples; i++) {
			writer.write(new long[1]);
		}
	}

	private long registeredReaders() {
		return Segments.in(this.directory.path()).list().getFirst().readers().size();
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("p", ArraySpec.of(DType.INT64, 1))
			.directory(this.directory.path())
			.capacity(8)
			.open();
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("p").directory(this.directory.path());
	}

}
