package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReadMode;
import io.globalbuffer.Sample;
import io.globalbuffer.StartPosition;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SampleMetadata;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;

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
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu")).withBean(Arrays.class).run((context) -> {
			ArrayWriter<double[]> writer = arrayWriter(context.getBean("imu"));
			for (int value = 0; value < 5; value++) {
				writer.write(new double[] { value, 2 * value });
			}
			await().untilAsserted(() -> assertThat(context.getBean(Arrays.class).received).containsExactly(
					new double[] { 0, 0 }, new double[] { 1, 2 }, new double[] { 2, 4 }, new double[] { 3, 6 },
					new double[] { 4, 8 }));
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
					assertThat(messages.metadata).containsExactly(new SampleMetadata("quotes", 0, 0, 0));
					assertThat(messages.maps).containsExactly(Map.of("symbol", "ACME", "price", 12.5));
					assertThat(messages.samples).containsExactly(new Sample<>(quote, 0, 0, 0));
				});
			});
	}

	@Test
	void aListenerMayStartBeforeItsWriter() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu")).withBean(Arrays.class).run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			assertThat(container.state()).isEqualTo(ListenerState.WAITING);
			try (ArrayWriter<double[]> writer = write(DType.FLOAT64)) {
				writer.write(new double[] { 1, 2 });
				await().untilAsserted(() -> assertThat(context.getBean(Arrays.class).received)
					.containsExactly(new double[] { 1, 2 }));
				assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
			}
		});
	}

	@Test
	void aListenerFollowsAReplacedSegment() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu")).withBean(Arrays.class).run((context) -> {
			Arrays arrays = context.getBean(Arrays.class);
			try (ArrayWriter<double[]> first = write(DType.FLOAT64)) {
				first.write(new double[] { 1, 2 });
				await().untilAsserted(() -> assertThat(arrays.received).hasSize(1));
				first.unlink();
			}
			try (ArrayWriter<double[]> second = write(DType.FLOAT64)) {
				second.write(new double[] { 3, 4 });
				await().untilAsserted(() -> assertThat(arrays.received).containsExactly(new double[] { 1, 2 },
						new double[] { 3, 4 }));
			}
		});
	}

	@Test
	void aReplacedSegmentOfAnotherLayoutIsWaitedOut() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu"))
			.withPropertyValues("globalbuffer.listener.retry-interval=10ms")
			.withBean(Arrays.class)
			.run((context) -> {
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				try (ArrayWriter<double[]> first = write(DType.FLOAT64)) {
					await().until(() -> container.state() == ListenerState.RUNNING);
					first.unlink();
				}
				try (ArrayWriter<float[]> other = write(DType.FLOAT32)) {
					await().until(container::isSourceRefused);
					assertThat(container.state()).isEqualTo(ListenerState.WAITING);
					assertThat(container.statistics().lastError())
						.hasValue("io.globalbuffer.exception.SchemaMismatchException");
					other.unlink();
				}
				try (ArrayWriter<double[]> third = write(DType.FLOAT64)) {
					third.write(new double[] { 5, 6 });
					await().untilAsserted(() -> assertThat(context.getBean(Arrays.class).received)
						.containsExactly(new double[] { 5, 6 }));
					assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
				}
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
					.satisfies((statistics) -> assertThat(statistics.lastError())
						.hasValue("io.globalbuffer.exception.CodecException"));
			});
	}

	@Test
	void theStartPositionSaysWhichOldSamplesAreReceived() {
		try (ArrayWriter<double[]> writer = write(DType.FLOAT64)) {
			for (int value = 0; value < 3; value++) {
				writer.write(new double[] { value, value });
			}
			this.runner.withPropertyValues(TestApplication.arrayReader("imu"))
				.withBean(Positions.class)
				.run((context) -> {
					Positions positions = context.getBean(Positions.class);
					writer.write(new double[] { 3, 3 });
					await().untilAsserted(() -> {
						assertThat(positions.fromOldest).containsExactly(0L, 1L, 2L, 3L);
						assertThat(positions.fromNewest).containsExactly(2L, 3L);
						assertThat(positions.fromNew).containsExactly(3L);
					});
				});
		}
	}

	@Test
	void theNewestSampleIsEnoughInModeLatest() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu")).withBean(Newest.class).run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			assertThat(container.mode()).isEqualTo(ReadMode.LATEST);
			ArrayWriter<double[]> writer = arrayWriter(context.getBean("imu"));
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
			.withBean(Arrays.class)
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
				arrayWriter(context.getBean("left")).write(new double[] { 1, 1 });
				arrayWriter(context.getBean("right")).write(new double[] { 2, 2 });
				await().untilAsserted(() -> assertThat(context.getBean(Both.class).buffers)
					.containsExactlyInAnyOrder("left", "right"));
			});
	}

	private <A> ArrayWriter<A> write(DType<A> dtype) {
		return GlobalBuffer.create("imu", ArraySpec.of(dtype, 2))
			.capacity(64)
			.directory(this.directory)
			.takeOverTimeout(Duration.ofSeconds(1))
			.open();
	}

	private static ListenerContainer container(GlobalBufferListenerRegistry registry) {
		return registry.all().iterator().next();
	}

	@SuppressWarnings("unchecked")
	private static ArrayWriter<double[]> arrayWriter(Object bean) {
		return (ArrayWriter<double[]>) bean;
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

	static class Arrays {

		final List<double[]> received = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			this.received.add(sample);
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

	static class Positions {

		final List<Long> fromOldest = new CopyOnWriteArrayList<>();

		final List<Long> fromNewest = new CopyOnWriteArrayList<>();

		final List<Long> fromNew = new CopyOnWriteArrayList<>();

		@GlobalBufferListener(value = "imu", startFrom = StartPosition.OLDEST)
		void oldest(Sample<double[]> sample) {
			this.fromOldest.add(sample.sequence());
		}

		@GlobalBufferListener(value = "imu", startFrom = StartPosition.NEWEST)
		void newest(Sample<double[]> sample) {
			this.fromNewest.add(sample.sequence());
		}

		@GlobalBufferListener("imu")
		void fresh(Sample<double[]> sample) {
			this.fromNew.add(sample.sequence());
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
