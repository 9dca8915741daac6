// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.ReadMode;
import io.globalbuffer.Sample;
import io.globalbuffer.SampleOrigin;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SampleMetadata;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerError;

import static io.globalbuffer.spring.boot.Listeners.container;
import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ListenerDeliveryTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory);
	}

	@Test
	void aListenerReceivesEveryArrayOfItsOwnProcess() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean(Listeners.Arrays.class)
			.run((context) -> {
				ArrayWriter<double[]> writer = writer(context.getBean("imu"));
				for (int value = 0; value < 5; value++) {
					writer.write(new double[] { value, 2 * value });
				}
				await().untilAsserted(() -> assertThat(context.getBean(Listeners.Arrays.class).received)
					.containsExactly(new double[] { 0, 0 }, new double[] { 1, 2 }, new double[] { 2, 4 },
							new double[] { 3, 6 }, new double[] { 4, 8 }));
			});
	}

	@Test
	void recordsMapsAndWholeSamplesAreReceived() {
		this.runner.withPropertyValues(TestApplication.messageWriter("quotes", Quote.class))
			.withBean(Messages.class)
			.run((context) -> {
				Quote quote = new Quote("ACME", 12.5);
				quoteWriter(context.getBean("quotes")).write(quote);
				Messages messages = context.getBean(Messages.class);
				await().untilAsserted(() -> {
					assertThat(messages.quotes).containsExactly(quote);
					assertThat(messages.metadata)
						.containsExactly(new SampleMetadata("quotes", 0, 0, List.of(), 0, SampleOrigin.UNKNOWN));
					assertThat(messages.maps).containsExactly(Map.of("symbol", "ACME", "price", 12.5));
					assertThat(messages.samples).containsExactly(new Sample<>(quote, 0, 0, 0, SampleOrigin.UNKNOWN));
				});
			});
	}

	@Test
	void metadataStandBesideAWholeSampleAndABatch() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues(TestApplication.buffer("imu", "shape=2,1", "capacity=4"))
			.withBean("described", Described.class)
			.run((context) -> {
				GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
				Described described = context.getBean(Described.class);
				ArrayWriter<double[]> writer = writer(context.getBean("imu"));
				registry.stop();
				for (int value = 0; value < 6; value++) {
					writer.write(new double[] { value, 0 });
				}
				registry.start();
				await().until(() -> registry.all().stream().allMatch(ListenerContainer::isCaughtUp));
				assertThat(described.samples.getFirst()).returns(List.of(2L, 1L), SampleMetadata::shape)
					.returns(2L, SampleMetadata::sequence)
					.returns(2L, SampleMetadata::missed);
				assertThat(described.batches.getFirst()).isEqualTo(described.samples.getFirst());
			});
	}

	@Test
	void aMessageThatCannotBeDecodedIsSkippedAndCounted() {
		this.runner.withPropertyValues(TestApplication.messageWriter("facts", Map.class))
			.withPropertyValues(TestApplication.buffer("quotes", "kind=message", "role=reader", "segment=facts"))
			.withBean(QuotesOnly.class)
			.run((context) -> {
				BufferWriter<Map<String, Object>> writer = mapWriter(context.getBean("facts"));
				writer.write(Map.of("symbol", "ACME", "price", "high"));
				writer.write(Map.of("symbol", "ACME", "price", 12.5));
				await().untilAsserted(() -> assertThat(context.getBean(QuotesOnly.class).quotes)
					.containsExactly(new Quote("ACME", 12.5)));
				assertThat(container(context.getBean(GlobalBufferListenerRegistry.class)).statistics())
					.satisfies((statistics) -> assertThat(statistics.errors()).isOne())
					.satisfies((statistics) -> assertThat(statistics.lastError().map(ListenerError::type))
						.hasValue("io.globalbuffer.exception.CodecException"));
			});
	}

	@Test
	void theNewestSampleIsEnoughInModeLatest() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu")).withBean(Newest.class).run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			assertThat(container.mode()).isEqualTo(ReadMode.LATEST);
			ArrayWriter<double[]> writer = writer(context.getBean("imu"));
			long last = 0;
			for (int value = 0; value < 1000; value++) {
				last = writer.write(new double[] { value, value });
			}
			long newest = last;
			await().untilAsserted(() -> assertThat(context.getBean(Newest.class).sequences).endsWith(newest));
			await()
				.untilAsserted(() -> assertThat(container.statistics().delivered() + container.statistics().skipped())
					.isEqualTo(1000));
			assertThat(container.statistics().overruns()).isZero();
		});
	}

	@Test
	void theModePropertyIsTheDefaultOfListeners() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu"))
			.withPropertyValues("globalbuffer.listener.mode=latest")
			.withBean(Listeners.Arrays.class)
			.run((context) -> assertThat(container(context.getBean(GlobalBufferListenerRegistry.class)).mode())
				.isEqualTo(ReadMode.LATEST));
	}

	@Test
	void oneMethodMayListenToSeveralBuffers() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("left"))
			.withPropertyValues(TestApplication.arrayWriter("right"))
			.withBean("both", Both.class)
			.run((context) -> {
				assertThat(context.getBean(GlobalBufferListenerRegistry.class).ids())
					.containsExactlyInAnyOrder("both.receive@left", "both.receive@right");
				writer(context.getBean("left")).write(new double[] { 1, 1 });
				writer(context.getBean("right")).write(new double[] { 2, 2 });
				await().untilAsserted(() -> assertThat(context.getBean(Both.class).buffers)
					.containsExactlyInAnyOrder("left", "right"));
			});
	}

	@SuppressWarnings("unchecked")
	private static BufferWriter<Quote> quoteWriter(Object bean) {
		return (BufferWriter<Quote>) bean;
	}

	@SuppressWarnings("unchecked")
	private static BufferWriter<Map<String, Object>> mapWriter(Object bean) {
		return (BufferWriter<Map<String, Object>>) bean;
	}

	static class QuotesOnly {

		final List<Quote> quotes = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("quotes")
		void receive(Quote quote) {
			this.quotes.add(quote);
		}

	}

	static class Messages {

		final List<Quote> quotes = new CopyOnWriteArrayList<>();

		final List<SampleMetadata> metadata = new CopyOnWriteArrayList<>();

		final List<Map<String, Object>> maps = new CopyOnWriteArrayList<>();

		final List<Sample<Quote>> samples = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("quotes")
		@SuppressWarnings("UnusedMethod")
		private void quote(Quote quote, SampleMetadata metadata) {
			this.quotes.add(quote);
			this.metadata.add(metadata);
		}

		@GlobalBufferListener("quotes")
		void map(Map<String, Object> quote) {
			this.maps.add(quote);
		}

		@GlobalBufferListener(buffer = "quotes")
		public void sample(Sample<Quote> quote) {
			this.samples.add(quote);
		}

	}

	static class Described {

		private final List<SampleMetadata> samples = new CopyOnWriteArrayList<>();

		private final List<SampleMetadata> batches = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("imu")
		void one(Sample<double[]> sample, SampleMetadata metadata) {
			this.samples.add(metadata);
		}

		@GlobalBufferListener("imu")
		void many(List<double[]> batch, SampleMetadata metadata) {
			this.batches.add(metadata);
		}

	}

	static class Newest {

		final List<Long> sequences = new CopyOnWriteArrayList<>();

		@GlobalBufferListener(value = "imu", mode = ReadMode.LATEST)
		void receive(Sample<double[]> sample) {
			this.sequences.add(sample.sequence());
		}

	}

	static class Both {

		final List<String> buffers = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("left")
		@GlobalBufferListener("right")
		void receive(double[] sample, SampleMetadata metadata) {
			this.buffers.add(metadata.buffer());
		}

	}

}
