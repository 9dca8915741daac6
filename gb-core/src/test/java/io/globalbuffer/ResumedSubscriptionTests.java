// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Subscriptions that read under the identity of their reader, and give it back.
 */
@SuppressWarnings("try")
class ResumedSubscriptionTests {

	private static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 2);

	private static final Duration LONG = Duration.ofSeconds(20);

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	private final LinkedBlockingQueue<Sample<?>> delivered = new LinkedBlockingQueue<>();

	@Test
	void aSampleThatWasNotHandedOutWhenItsSubscriptionWasClosedComesAgain() throws Exception {
		try (MessageWriter<Noted> writer = GlobalBuffer.create("b", MessageSpec.of(Noted.class))
			.directory(this.directory.path())
			.capacity(8)
			.open(); BufferReader<Noted> reader = attach().resumeAs("a").as(Noted.class)) {
			writer.write(new Noted(7));
			CompletableFuture<Subscription> subscribed = new CompletableFuture<>();
			// between the read and the callback
			Noted.onceMade.set(() -> subscribed.join().close());
			Subscription subscription = reader.subscribe(ReadMode.NEXT, this.delivered::add);
			subscribed.complete(subscription);
			await().until(() -> !subscription.isActive());
			subscription.close();
			assertThat(this.delivered).isEmpty();
			assertThat(reader.next(LONG).orElseThrow().sequence()).isZero();
		}
	}

	@Test
	void aSampleOfALaterSegmentOnWhichASubscriptionFailedForGoodComesAgain() throws Exception {
		try (ArrayReader<long[]> reader = attach().following().resumeAs("a").asArray(SPEC)) {
			Subscription subscription = reader.subscribe(ReadMode.NEXT, (sample) -> {
				this.delivered.add(sample);
				if (sample.generation() > 0) {
					throw new ExpectedError();
				}
			});
			replacedAfterASample();
			try (ArrayWriter<long[]> writer = create()) {
				PairBuffer.write(writer, 0, 2);
				assertThat(nextDelivered().sequence()).isZero();
				subscription.close();
				assertThat(reader.next(LONG).orElseThrow().sequence()).isZero();
				assertThat(reader.next(LONG).orElseThrow().sequence()).isEqualTo(1);
			}
		}
	}

	@Test
	void whatASubscriptionDeliveredCanBeCalledDoneAfterItsEnd() throws Exception {
		try (ArrayWriter<long[]> writer = create()) {
			try (ArrayReader<long[]> reader = attach().resumeAs("a").doneByCaller().asArray(SPEC)) {
				PairBuffer.write(writer, 0, 3);
				Subscription subscription = reader.subscribe(ReadMode.NEXT, this.delivered::add);
				nextDelivered();
				Sample<?> second = nextDelivered();
				nextDelivered();
				subscription.close();
				reader.done(second);
			}
			try (ArrayReader<long[]> reader = attach().resumeAs("a").asArray(SPEC)) {
				assertThat(reader.next(LONG).orElseThrow().sequence()).isEqualTo(2);
			}
		}
	}

	@Test
	void aSampleOfBeforeASubscriptionIsNotTakenForOneOfTheSegmentItWentOverTo() throws Exception {
		ArrayReader<long[]> reader = attach().following().resumeAs("a").doneByCaller().asArray(SPEC);
		try (ArrayWriter<long[]> writer = create()) {
			PairBuffer.write(writer, 0, 3);
			reader.next();
			Sample<long[]> early = reader.next();
			Subscription subscription = reader.subscribe(ReadMode.NEXT, this.delivered::add);
			writer.unlink();
			try (ArrayWriter<long[]> next = create()) {
				PairBuffer.write(next, 0, 3);
				await().until(() -> nextDelivered().generation() == 1);
				reader.done(0);
				subscription.close();
				reader.next(LONG);
				reader.next(LONG);
				reader.done(early);
				reader.close();
				try (ArrayReader<long[]> again = attach().following().resumeAs("a").asArray(SPEC)) {
					assertThat(again.next(LONG).orElseThrow().sequence()).isEqualTo(1);
				}
			}
		}
	}

	@Test
	void aSampleOfBeforeASubscriptionCanBeCalledDoneMeanwhile() throws Exception {
		try (ArrayReader<long[]> reader = attach().following().resumeAs("a").doneByCaller().asArray(SPEC)) {
			try (ArrayWriter<long[]> writer = create()) {
				PairBuffer.write(writer, 0, 1);
				reader.next();
				writer.unlink();
			}
			try (ArrayWriter<long[]> writer = create()) {
				PairBuffer.write(writer, 0, 2);
				Sample<long[]> sample = reader.next();
				assertThat(sample.generation()).isEqualTo(1);
				try (Subscription subscription = reader.subscribe(ReadMode.NEXT, this.delivered::add)) {
					nextDelivered();
					reader.done(sample);
				}
				assertThat(reader.next().sequence()).isEqualTo(1);
			}
		}
	}

	private void replacedAfterASample() throws InterruptedException {
		try (ArrayWriter<long[]> writer = create()) {
			PairBuffer.write(writer, 0, 1);
			nextDelivered();
			writer.unlink();
		}
	}

	private Sample<?> nextDelivered() throws InterruptedException {
		Sample<?> sample = this.delivered.poll(LONG.toSeconds(), TimeUnit.SECONDS);
		assertThat(sample).isNotNull();
		return sample;
	}

	private ArrayWriter<long[]> create() {
		return GlobalBuffer.create("b", SPEC).directory(this.directory.path()).capacity(8).open();
	}

	private ReaderBuilder attach() {
		return GlobalBuffer.attach("b").directory(this.directory.path());
	}

	record Noted(long number) {

		/** What to do when the next one is made. */
		static final AtomicReference<Runnable> onceMade = new AtomicReference<>(() -> {
		});

		Noted {
			onceMade.getAndSet(() -> {
			}).run();
		}

	}

	private static final class ExpectedError extends Error {

		private static final long serialVersionUID = 1L;

	}

}
