// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.retry.RetryPolicy;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.ReadMode;
import io.globalbuffer.Sample;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.ErrorAction;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SampleFilter;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.listener.ListenerStatistics;
import io.globalbuffer.spring.listener.ResumeFrom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A listener that is stopped and started goes on at the first sample that is not done.
 */
class ListenerContinuationTests {

	private static final int CAPACITY = 16;

	private static final double BAD = 2;

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayReader("imu"))
			.withBean(Receiving.class);
	}

	@Test
	void whatIsWrittenWhileAListenerIsStoppedIsDeliveredAfterwards() {
		try (ArrayWriter<double[]> writer = create(OnExisting.FAIL)) {
			this.runner.run((context) -> {
				ListenerContainer container = container(context);
				// before it has received anything, too
				container.stop();
				write(writer, 0, 2);
				container.start();
				awaitReceived(context, 0, 1);
				container.stop();
				write(writer, 2, 3);
				container.start();
				awaitReceived(context, 0, 1, 2, 3, 4);
				assertThat(container.statistics()).returns(0L, ListenerStatistics::overruns)
					.returns(5L, ListenerStatistics::delivered);
			});
		}
	}

	@Test
	void whatIsOverwrittenMeanwhileCountsAsOverruns() {
		try (ArrayWriter<double[]> writer = create(OnExisting.FAIL)) {
			this.runner.run((context) -> {
				ListenerContainer container = container(context);
				container.stop();
				write(writer, 0, 100);
				container.start();
				await().until(() -> container.statistics().delivered() + container.statistics().overruns() == 100);
				assertThat(container.statistics().overruns()).isGreaterThanOrEqualTo(100 - CAPACITY);
				assertThat(container.statistics().skipped()).isZero();
			});
		}
	}

	@Test
	void whatIsPassedOverMeanwhileCountsAsSkippedWhereTheNewestIsWanted() {
		try (ArrayWriter<double[]> writer = create(OnExisting.FAIL)) {
			this.runner.withPropertyValues("globalbuffer.listener.mode=latest").run((context) -> {
				ListenerContainer container = container(context);
				assertThat(container.mode()).isEqualTo(ReadMode.LATEST);
				container.stop();
				write(writer, 0, 100);
				container.start();
				awaitReceived(context, 99);
				assertThat(container.statistics()).returns(0L, ListenerStatistics::overruns)
					.returns(99L, ListenerStatistics::skipped);
			});
		}
	}

	@Test
	void aSegmentThatWasReplacedMeanwhileIsReadFromItsFirstSample() {
		this.runner.run((context) -> {
			ListenerContainer container = container(context);
			try (ArrayWriter<double[]> writer = create(OnExisting.FAIL)) {
				write(writer, 0, 3);
				awaitReceived(context, 0, 1, 2);
				container.stop();
			}
			try (ArrayWriter<double[]> writer = create(OnExisting.REPLACE)) {
				write(writer, 10, 4);
				container.start();
				awaitReceived(context, 0, 1, 2, 10, 11, 12, 13);
			}
		});
	}

	@Test
	void aListenerCanBeStartedWithTheNewestSample() {
		try (ArrayWriter<double[]> writer = create(OnExisting.FAIL)) {
			this.runner.run((context) -> {
				ListenerContainer container = container(context);
				container.stop();
				write(writer, 0, 10);
				container.start(ResumeFrom.NEWEST);
				awaitReceived(context, 9);
				write(writer, 10, 2);
				awaitReceived(context, 9, 10, 11);
				assertThat(container.statistics()).returns(9L, ListenerStatistics::skipped);
			});
		}
	}

	@Test
	void theSampleOnWhichTheHandlerSaidStopComesAgain() {
		try (ArrayWriter<double[]> writer = create(OnExisting.FAIL)) {
			this.runner.withBean(GlobalBufferErrorHandler.class, GlobalBufferErrorHandler::stopping).run((context) -> {
				ListenerContainer container = container(context);
				context.getBean(Receiving.class).fails = (value) -> value == BAD;
				write(writer, 0, 4);
				await().until(() -> container.state() == ListenerState.STOPPED);
				context.getBean(Receiving.class).fails = (value) -> false;
				container.start();
				awaitReceived(context, 0, 1, 2, 3);
			});
		}
	}

	@Test
	void whatWasLostBeforeASampleThatComesAgainIsCountedOnce() {
		try (ArrayWriter<double[]> writer = create(OnExisting.FAIL)) {
			this.runner.withBean(GlobalBufferErrorHandler.class, GlobalBufferErrorHandler::stopping).run((context) -> {
				ListenerContainer container = container(context);
				context.getBean(Receiving.class).fails = (value) -> true;
				container.stop();
				write(writer, 0, 100);
				container.start();
				await().until(() -> container.state() == ListenerState.STOPPED);
				assertThat(container.statistics().overruns()).isPositive();
				context.getBean(Receiving.class).fails = (value) -> false;
				container.start();
				await().until(container::isCaughtUp);
				int received = context.getBean(Receiving.class).received.size();
				assertThat(container.statistics().overruns()).isEqualTo(100 - received);
			});
		}
	}

	@Test
	void theSampleAtWhichAnErrorEndedTheListenerComesAgain() {
		try (ArrayWriter<double[]> writer = create(OnExisting.FAIL)) {
			this.runner.run((context) -> {
				ListenerContainer container = container(context);
				Receiving receiving = context.getBean(Receiving.class);
				receiving.breaks = (value) -> value == BAD;
				write(writer, 0, 4);
				await().until(() -> container.state() == ListenerState.FAILED);
				receiving.breaks = (value) -> false;
				container.start();
				awaitReceived(context, 0, 1, 2, 3);
			});
		}
	}

	@Test
	void theSampleWhoseRetriesAStopCutShortComesAgain() {
		RetryPolicy patient = RetryPolicy.builder().maxRetries(Long.MAX_VALUE).delay(Duration.ofHours(1)).build();
		try (ArrayWriter<double[]> writer = create(OnExisting.FAIL)) {
			this.runner.withBean(GlobalBufferErrorHandler.class, () -> GlobalBufferErrorHandler.retrying(patient))
				.run((context) -> {
					ListenerContainer container = container(context);
					Receiving receiving = context.getBean(Receiving.class);
					receiving.fails = (value) -> value == BAD;
					write(writer, 0, 4);
					await().until(() -> container.statistics().errors() == 1);
					container.stop();
					receiving.fails = (value) -> false;
					container.start();
					awaitReceived(context, 0, 1, 2, 3);
				});
		}
	}

	@Test
	void whatTheHandlerSkippedAtLastOrTheFilterRefusedIsDone() {
		RetryPolicy once = RetryPolicy.builder().maxRetries(1).delay(Duration.ofMillis(1)).build();
		try (ArrayWriter<double[]> writer = create(OnExisting.FAIL)) {
			this.runner.withBean("filter", Refusing.class)
				.withPropertyValues("filter=filter")
				.withBean(GlobalBufferErrorHandler.class,
						() -> GlobalBufferErrorHandler.retrying(once, ErrorAction.SKIP))
				.run((context) -> {
					ListenerContainer container = container(context);
					Receiving receiving = context.getBean(Receiving.class);
					receiving.fails = (value) -> value == 0;
					context.getBean(Refusing.class).refuses = (value) -> value == 1;
					write(writer, 0, 2);
					await().until(container::isCaughtUp);
					assertThat(container.statistics()).returns(1L, ListenerStatistics::givenUp)
						.returns(1L, ListenerStatistics::filtered);
					container.stop();
					receiving.fails = (value) -> false;
					context.getBean(Refusing.class).refuses = (value) -> false;
					write(writer, 2, 1);
					container.start();
					awaitReceived(context, 2);
				});
		}
	}

	@Test
	void aCallThatIsFinishedWhileItStopsIsDone() {
		try (ArrayWriter<double[]> writer = create(OnExisting.FAIL)) {
			this.runner.run((context) -> {
				ListenerContainer container = container(context);
				Receiving receiving = context.getBean(Receiving.class);
				CountDownLatch entered = new CountDownLatch(1);
				CountDownLatch release = new CountDownLatch(1);
				receiving.during = () -> {
					entered.countDown();
					release.await();
				};
				write(writer, 0, 2);
				entered.await();
				Thread stopping = Thread.ofPlatform().start(container::stop);
				await().until(() -> container.state() == ListenerState.STOPPING);
				release.countDown();
				stopping.join();
				assertThat(receiving.received).containsExactly(0.0);
				container.start();
				awaitReceived(context, 0, 1);
			});
		}
	}

	@Test
	void aBatchThatIsNotDoneComesAgain() {
		try (ArrayWriter<double[]> writer = create(OnExisting.FAIL)) {
			TestApplication.in(this.directory)
				.withPropertyValues(TestApplication.arrayReader("imu"))
				.withBean(GlobalBufferErrorHandler.class, GlobalBufferErrorHandler::stopping)
				.withBean(Batches.class)
				.run((context) -> {
					ListenerContainer container = container(context);
					Batches batches = context.getBean(Batches.class);
					container.stop();
					write(writer, 0, 6);
					container.start();
					await().until(() -> container.state() == ListenerState.STOPPED);
					assertThat(batches.received).containsExactly(List.of(0.0, 1.0, 2.0), List.of(3.0, 4.0, 5.0));
					container.start();
					await()
						.untilAsserted(() -> assertThat(batches.received).hasSize(3).endsWith(List.of(3.0, 4.0, 5.0)));
				});
		}
	}

	private static ListenerContainer container(ApplicationContext context) {
		return Listeners.container(context.getBean(GlobalBufferListenerRegistry.class));
	}

	private ArrayWriter<double[]> create(OnExisting onExisting) {
		return GlobalBuffer.create("imu", ArraySpec.of(DType.FLOAT64, 2))
			.capacity(CAPACITY)
			.directory(this.directory)
			.onExisting(onExisting)
			.open();
	}

	private static void write(ArrayWriter<double[]> writer, double first, int count) {
		IntStream.range(0, count).forEach((index) -> writer.write(new double[] { first + index, 0 }));
	}

	private static void awaitReceived(ApplicationContext context, double... values) {
		List<Double> received = context.getBean(Receiving.class).received;
		await().untilAsserted(() -> assertThat(received).hasSizeGreaterThanOrEqualTo(values.length));
		assertThat(received).containsExactly(Arrays.stream(values).boxed().toArray(Double[]::new));
	}

	interface Action {

		void run() throws InterruptedException;

	}

	static class Receiving {

		final List<Double> received = new CopyOnWriteArrayList<>();

		volatile DoublePredicate fails = (value) -> false;

		volatile DoublePredicate breaks = (value) -> false;

		volatile Action during = () -> {
		};

		@GlobalBufferListener(value = "imu", filter = "${filter:}")
		void receive(double[] sample) throws InterruptedException {
			this.during.run();
			if (this.fails.test(sample[0])) {
				throw new IllegalStateException("on purpose");
			}
			if (this.breaks.test(sample[0])) {
				throw new StackOverflowError("on purpose");
			}
			this.received.add(sample[0]);
		}

	}

	static class Refusing implements SampleFilter<double[]> {

		volatile DoublePredicate refuses = (value) -> false;

		@Override
		public boolean accepts(Sample<double[]> sample) {
			return !this.refuses.test(sample.value()[0]);
		}

	}

	/** Fails at its second call. */
	static class Batches {

		final List<List<Double>> received = new CopyOnWriteArrayList<>();

		@GlobalBufferListener(value = "imu", maxBatch = "3")
		void receive(List<double[]> batch) {
			List<Double> values = new ArrayList<>();
			batch.forEach((sample) -> values.add(sample[0]));
			this.received.add(values);
			if (this.received.size() == 2) {
				throw new IllegalStateException("on purpose");
			}
		}

	}

}
