// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;
import org.springframework.core.retry.RetryPolicy;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReadMode;
import io.globalbuffer.Sample;
import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.codec.MessagePackCodec;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SampleFilter;
import io.globalbuffer.spring.SampleMetadata;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.event.SampleFailedEvent;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;

import static io.globalbuffer.spring.boot.Listeners.container;
import static io.globalbuffer.spring.boot.Listeners.writer;
import static io.globalbuffer.spring.boot.Listeners.writerOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ListenerArgumentTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory);
	}

	@Test
	void aBatchHoldsWhatHasComeMeanwhileUpToItsSize() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu")).withBean(Batches.class).run((context) -> {
			Batches batches = context.getBean(Batches.class);
			ArrayWriter<double[]> writer = writer(context.getBean("imu"));
			writer.write(new double[] { 0, 0 });
			batches.entered.await();
			for (int value = 1; value <= 10; value++) {
				writer.write(new double[] { value, value });
			}
			batches.release.countDown();
			await().until(() -> batches.sizes.size() == 4);
			assertThat(batches.sizes).containsExactly(1, 4, 4, 2);
			assertThat(batches.firsts).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0);
			assertThat(container(context.getBean(GlobalBufferListenerRegistry.class)).statistics().delivered())
				.isEqualTo(11);
		});
	}

	@Test
	void aBatchOfWholeSamplesTellsTheSequenceOfEach() {
		this.runner.withPropertyValues(TestApplication.messageWriter("quotes", Quote.class))
			.withBean(SampleBatches.class)
			.run((context) -> {
				BufferWriter<Quote> writer = writerOf(context.getBean("quotes"));
				for (int price = 0; price < 5; price++) {
					writer.write(new Quote("ACME", price));
				}
				await().untilAsserted(() -> assertThat(context.getBean(SampleBatches.class).sequences)
					.containsExactly(0L, 1L, 2L, 3L, 4L));
			});
	}

	@Test
	void aSampleThatCannotBeDecodedLeavesTheRestOfABatchAlone() {
		this.runner.withPropertyValues(TestApplication.messageWriter("facts", Map.class))
			.withPropertyValues(TestApplication.buffer("quotes", "kind=message", "role=reader", "segment=facts"))
			.withBean(SampleBatches.class)
			.run((context) -> {
				BufferWriter<Object> writer = writerOf(context.getBean("facts"));
				writer.write(Map.of("symbol", "A", "price", 1.0));
				writer.write(Map.of("symbol", "B", "price", "high"));
				writer.write(Map.of("symbol", "C", "price", 3.0));
				await().untilAsserted(
						() -> assertThat(context.getBean(SampleBatches.class).sequences).containsExactly(0L, 2L));
				assertThat(container(context.getBean(GlobalBufferListenerRegistry.class)).statistics())
					.satisfies((statistics) -> assertThat(statistics.errors()).isOne())
					.satisfies((statistics) -> assertThat(statistics.delivered()).isEqualTo(2));
			});
	}

	@Test
	void viewsShowEachSampleWholeAndAreReadOnly() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu")).withBean(Views.class).run((context) -> {
			Views views = context.getBean(Views.class);
			ArrayWriter<double[]> writer = writer(context.getBean("imu"));
			for (int value = 0; value < 3; value++) {
				writer.write(new double[] { value, 2 * value });
			}
			await().untilAsserted(() -> {
				assertThat(views.sums).containsExactly(0.0, 3.0, 6.0);
				assertThat(views.memorySums).containsExactly(0.0, 3.0, 6.0);
				assertThat(views.newest).contains(4.0);
			});
			assertThat(views.sequences).containsExactly(0L, 1L, 2L);
			assertThat(views.readOnly).containsExactly(true, true, true);
		});
	}

	@Test
	void everyoneSeesAViewFromItsBeginning() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean(RetriedViews.class)
			.withBean("positive", SampleFilter.class, () -> (SampleFilter<DoubleBuffer>) RetriedViews::isPositive)
			.withBean(GlobalBufferErrorHandler.class,
					() -> GlobalBufferErrorHandler.retrying(RetryPolicy.builder().delay(Duration.ofMillis(1)).build()))
			.run((context) -> {
				writer(context.getBean("imu")).write(new double[] { 1, 2 });
				await().untilAsserted(
						() -> assertThat(context.getBean(RetriedViews.class).sums).containsExactly(3.0, 3.0));
			});
	}

	@Test
	void aBatchIsDeliveredBeforeASegmentThatDoesNotFitIsComplainedOf() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu")).withBean(Batches.class).run((context) -> {
			Batches batches = context.getBean(Batches.class);
			try (ArrayWriter<double[]> writer = create(ArraySpec.of(DType.FLOAT64, 2))) {
				writer.write(new double[] { 0, 0 });
				batches.entered.await();
				writer.write(new double[] { 1, 1 });
				writer.write(new double[] { 2, 2 });
				writer.unlink();
			}
			try (ArrayWriter<double[]> other = create(ArraySpec.of(DType.FLOAT64, 3))) {
				assertThat(other.write(new double[] { 7, 7, 7 })).isZero();
				batches.release.countDown();
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				await().until(container::isSourceRefused);
				assertThat(batches.firsts).containsExactly(0.0, 1.0, 2.0);
			}
		});
	}

	private <A> ArrayWriter<A> create(ArraySpec<A> spec) {
		return GlobalBuffer.create("imu", spec).directory(this.directory).capacity(16).open();
	}

	@Test
	void whatIsPublishedOfAFailedViewStaysAsItWas() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean(FailingViews.class)
			.run((context) -> {
				FailingViews views = context.getBean(FailingViews.class);
				for (int value = 1; value <= 3; value++) {
					writer(context.getBean("imu")).write(new double[] { value, value });
				}
				await().until(() -> views.failed.size() == 1 && views.calls.size() == 3);
				DoubleBuffer published = (DoubleBuffer) views.failed.getFirst().samples().getFirst().value();
				assertThat(published.get(0)).isEqualTo(1);
			});
	}

	@Test
	void bytesAreReceivedAsALittleEndianByteBuffer() {
		this.runner
			.withPropertyValues(TestApplication.buffer("camera", "kind=array", "role=writer", "dtype=uint8", "shape=4",
					"capacity=8"))
			.withBean(Frames.class)
			.run((context) -> {
				BufferWriter<byte[]> writer = writerOf(context.getBean("camera"));
				writer.write(new byte[] { 1, 0, 0, 0 });
				await().untilAsserted(() -> assertThat(context.getBean(Frames.class).values).containsExactly(1));
			});
	}

	@Test
	void aMessageIsReceivedUndecoded() {
		this.runner.withPropertyValues(TestApplication.messageWriter("quotes", Quote.class))
			.withBean(Undecoded.class)
			.run((context) -> {
				Quote quote = new Quote("ACME", 12.5);
				Listeners.<Quote>writerOf(context.getBean("quotes")).write(quote);
				List<byte[]> received = context.getBean(Undecoded.class).messages;
				await().until(() -> received.size() == 1);
				byte[] message = received.getFirst();
				assertThat(MessagePackCodec.of(FieldNaming.AS_DECLARED).decode(message, message.length, Quote.class))
					.isEqualTo(quote);
			});
	}

	@Test
	void aMessageOfAClassWithTypeArgumentsIsReceived() {
		this.runner.withPropertyValues(TestApplication.messageWriter("facts", Map.class))
			.withBean(Envelopes.class)
			.run((context) -> {
				Quote quote = new Quote("ACME", 12.5);
				Listeners.<Map<String, Object>>writerOf(context.getBean("facts")).write(Map.of("content", quote));
				await().untilAsserted(() -> assertThat(context.getBean(Envelopes.class).quotes).containsExactly(quote));
			});
	}

	record Envelope<T>(T content) {
	}

	static class Envelopes {

		final List<Quote> quotes = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("facts")
		void receive(Sample<Envelope<Quote>> sample) {
			this.quotes.add(sample.value().content());
		}

	}

	static class Batches {

		final List<Integer> sizes = new CopyOnWriteArrayList<>();

		final List<Double> firsts = new CopyOnWriteArrayList<>();

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		@GlobalBufferListener(value = "imu", maxBatch = "4")
		void receive(List<double[]> batch) throws InterruptedException {
			this.entered.countDown();
			this.release.await();
			batch.forEach((sample) -> this.firsts.add(sample[0]));
			this.sizes.add(batch.size());
		}

	}

	static class SampleBatches {

		final List<Long> sequences = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("quotes")
		void receive(List<Sample<Quote>> batch) {
			batch.forEach((sample) -> this.sequences.add(sample.sequence()));
		}

	}

	static class Views {

		final List<Double> sums = new CopyOnWriteArrayList<>();

		final List<Double> memorySums = new CopyOnWriteArrayList<>();

		final List<Double> newest = new CopyOnWriteArrayList<>();

		final List<Long> sequences = new CopyOnWriteArrayList<>();

		final List<Boolean> readOnly = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("imu")
		void buffer(DoubleBuffer sample, SampleMetadata metadata) {
			double sum = sample.get() + sample.get();
			this.readOnly.add(sample.isReadOnly());
			this.sequences.add(metadata.sequence());
			this.sums.add(sum);
		}

		@GlobalBufferListener("imu")
		void memory(MemorySegment sample) {
			this.memorySums.add(sample.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, 0)
					+ sample.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, 1));
		}

		@GlobalBufferListener(value = "imu", mode = ReadMode.LATEST)
		void newest(Sample<DoubleBuffer> sample) {
			this.newest.add(sample.value().get(1));
		}

	}

	static class RetriedViews {

		final List<Double> sums = new CopyOnWriteArrayList<>();

		static boolean isPositive(Sample<DoubleBuffer> sample) {
			return sample.value().get() > 0;
		}

		@GlobalBufferListener(value = "imu", filter = "positive")
		void receive(DoubleBuffer sample) {
			this.sums.add(sample.get() + sample.get());
			if (this.sums.size() == 1) {
				throw new IllegalStateException("on purpose");
			}
		}

	}

	static class FailingViews {

		final List<Double> calls = new CopyOnWriteArrayList<>();

		final List<SampleFailedEvent> failed = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("imu")
		void receive(DoubleBuffer sample) {
			this.calls.add(sample.get(0));
			throw new IllegalStateException("on purpose");
		}

		@EventListener
		void on(SampleFailedEvent event) {
			this.failed.add(event);
		}

	}

	static class Frames {

		final List<Integer> values = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("camera")
		void receive(ByteBuffer frame) {
			assertThat(frame.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
			this.values.add(frame.getInt());
		}

	}

	static class Undecoded {

		final List<byte[]> messages = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("quotes")
		void receive(byte[] message) {
			this.messages.add(message);
		}

	}

}
