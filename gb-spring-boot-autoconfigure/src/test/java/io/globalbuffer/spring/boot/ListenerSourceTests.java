// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.Sample;
import io.globalbuffer.StartPosition;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerError;
import io.globalbuffer.spring.listener.ListenerState;

import static io.globalbuffer.spring.boot.Listeners.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ListenerSourceTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory);
	}

	@Test
	void aListenerMayStartBeforeItsWriter() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu"))
			.withBean(Listeners.Arrays.class)
			.run((context) -> {
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				assertThat(container.state()).isEqualTo(ListenerState.WAITING);
				try (ArrayWriter<double[]> writer = write(DType.FLOAT64)) {
					writer.write(new double[] { 1, 2 });
					await().untilAsserted(() -> assertThat(context.getBean(Listeners.Arrays.class).received)
						.containsExactly(new double[] { 1, 2 }));
					assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
				}
			});
	}

	@Test
	void aListenerFollowsAReplacedSegment() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu"))
			.withBean(Listeners.Arrays.class)
			.run((context) -> {
				Listeners.Arrays arrays = context.getBean(Listeners.Arrays.class);
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
	void aListenerIsNotDoneBeforeItIsDoneWithTheReplacingSegment() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu")).withBean(Stuck.class).run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			Stuck stuck = context.getBean(Stuck.class);
			ArrayReader<?> reader = context.getBean("imu", ArrayReader.class);
			try (ArrayWriter<double[]> first = write(DType.FLOAT64)) {
				assertThat(reader.layout()).isPresent();
				await().until(() -> container.state() == ListenerState.RUNNING);
				first.write(new double[] { 1, 1 });
				first.write(new double[] { 2, 2 });
				assertThat(stuck.entered.await(20, TimeUnit.SECONDS)).isTrue();
				first.unlink();
			}
			try (ArrayWriter<double[]> second = write(DType.FLOAT64)) {
				second.write(new double[] { 3, 3 });
				await().pollInterval(Duration.ofMillis(1)).until(() -> {
					assertThat(container.isCaughtUp()).isFalse();
					return reader.stats().generation() == 1;
				});
				stuck.release.countDown();
				await().until(container::isCaughtUp);
				assertThat(stuck.received).containsExactly(1.0, 2.0, 3.0);
				assertThat(container.statistics().overruns()).isZero();
			}
		});
	}

	@Test
	void aReplacedSegmentOfAnotherLayoutIsWaitedOut() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu"))
			.withPropertyValues("globalbuffer.listener.retry-interval=10ms")
			.withBean(Listeners.Arrays.class)
			.run((context) -> {
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				try (ArrayWriter<double[]> first = write(DType.FLOAT64)) {
					await().until(() -> container.state() == ListenerState.RUNNING);
					first.unlink();
				}
				try (ArrayWriter<float[]> other = write(DType.FLOAT32)) {
					await().until(container::isSourceRefused);
					assertThat(container.state()).isEqualTo(ListenerState.WAITING);
					assertThat(container.statistics().lastError().map(ListenerError::type))
						.hasValue("io.globalbuffer.exception.SchemaMismatchException");
					other.unlink();
				}
				try (ArrayWriter<double[]> third = write(DType.FLOAT64)) {
					third.write(new double[] { 5, 6 });
					await().untilAsserted(() -> assertThat(context.getBean(Listeners.Arrays.class).received)
						.containsExactly(new double[] { 5, 6 }));
					assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
				}
			});
	}

	@Test
	void aSegmentOfAnotherLayoutWhoseWriterIsGoneIsWaitedOutFromTheStart() {
		write(DType.FLOAT32).close();
		this.runner.withPropertyValues(TestApplication.arrayReader("imu"))
			.withPropertyValues("globalbuffer.listener.retry-interval=10ms")
			.withBean(Listeners.Arrays.class)
			.run((context) -> assertWaitsForTheDeclaredLayout(context, OnExisting.REPLACE));
	}

	@Test
	void aSegmentOfAnotherLayoutIsWaitedOutWhereTheBufferIsNotRequired() {
		try (ArrayWriter<float[]> other = write(DType.FLOAT32)) {
			this.runner.withPropertyValues(TestApplication.arrayReader("imu"))
				.withPropertyValues("globalbuffer.listener.retry-interval=10ms")
				.withPropertyValues(TestApplication.buffer("imu", "required=false"))
				.withBean(Listeners.Arrays.class)
				.run((context) -> {
					other.write(new float[2]);
					await().until(container(context.getBean(GlobalBufferListenerRegistry.class))::isSourceRefused);
					other.unlink();
					assertWaitsForTheDeclaredLayout(context, OnExisting.FAIL);
				});
		}
	}

	private void assertWaitsForTheDeclaredLayout(AssertableApplicationContext context, OnExisting onExisting) {
		assertThat(context).hasNotFailed();
		ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
		assertThat(container.state()).isEqualTo(ListenerState.WAITING);
		await().untilAsserted(() -> assertThat(container.statistics().lastError().map(ListenerError::type))
			.hasValue("io.globalbuffer.exception.SchemaMismatchException"));
		try (ArrayWriter<double[]> writer = GlobalBuffer.create("imu", ArraySpec.of(DType.FLOAT64, 2))
			.capacity(64)
			.directory(this.directory)
			.onExisting(onExisting)
			.open()) {
			writer.write(new double[] { 5, 6 });
			await().untilAsserted(() -> assertThat(context.getBean(Listeners.Arrays.class).received)
				.containsExactly(new double[] { 5, 6 }));
			assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
			assertThat(context.getBean(MonitoredBuffers.class).find("imu").orElseThrow().refusal()).isEmpty();
		}
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

	private <A> ArrayWriter<A> write(DType<A> dtype) {
		return GlobalBuffer.create("imu", ArraySpec.of(dtype, 2))
			.capacity(64)
			.directory(this.directory)
			.takeOverTimeout(Duration.ofSeconds(1))
			.open();
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

	static class Stuck {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		final List<Double> received = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("imu")
		void receive(double[] sample) throws InterruptedException {
			this.received.add(sample[0]);
			if (sample[0] == 2) {
				this.entered.countDown();
				assertThat(this.release.await(20, TimeUnit.SECONDS)).isTrue();
			}
		}

	}

}
