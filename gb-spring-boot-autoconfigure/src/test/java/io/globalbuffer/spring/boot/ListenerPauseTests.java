// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.listener.ResumeFrom;

import static io.globalbuffer.spring.boot.Listeners.container;
import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ListenerPauseTests {

	private static final Duration PAUSE = Duration.ofMillis(300);

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean(Listeners.Arrays.class);
	}

	@Test
	void aPausedListenerGoesOnWhereItStopped() {
		this.runner.run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			container.pause();
			assertThat(container.state()).isEqualTo(ListenerState.PAUSED);
			write(context.getSourceApplicationContext(), 3);
			await().during(PAUSE)
				.untilAsserted(() -> assertThat(context.getBean(Listeners.Arrays.class).received).isEmpty());
			container.resume(ResumeFrom.CURSOR);
			await().untilAsserted(
					() -> assertThat(context.getBean(Listeners.Arrays.class).received).extracting((sample) -> sample[0])
						.containsExactly(0.0, 1.0, 2.0));
			assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
			assertThat(container.statistics().overruns()).isZero();
		});
	}

	@Test
	void aPausedListenerCanGoOnWithTheNewestSample() {
		this.runner.run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			container.pause();
			write(context.getSourceApplicationContext(), 10);
			container.resume(ResumeFrom.NEWEST);
			await().until(() -> container.statistics().delivered() + container.statistics().skipped() == 10);
			assertThat(context.getBean(Listeners.Arrays.class).received).extracting((sample) -> sample[0])
				.endsWith(9.0);
			assertThat(container.statistics().overruns()).isZero();
		});
	}

	@Test
	void whatIsOverwrittenDuringAPauseCountsAsOverruns() {
		this.runner.run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			container.pause();
			write(context.getSourceApplicationContext(), 200);
			container.resume(ResumeFrom.CURSOR);
			await().until(() -> container.statistics().delivered() + container.statistics().overruns() == 200);
			assertThat(container.statistics().overruns()).isPositive();
			assertThat(container.statistics().skipped()).isZero();
		});
	}

	@Test
	void aPausedListenerStopsAtOnce() {
		this.runner.run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			container.pause();
			write(context.getSourceApplicationContext(), 1);
			container.stop();
			assertThat(container.state()).isEqualTo(ListenerState.STOPPED);
			container.start();
			assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
		});
	}

	@Test
	void aListenerIsPausedOnlyWhenItsCallHasEnded() {
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean(Slow.class)
			.run((context) -> {
				Slow slow = context.getBean(Slow.class);
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				write(context.getSourceApplicationContext(), 2);
				slow.entered.await();
				container.pause();
				assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
				slow.release.countDown();
				await().until(() -> container.state() == ListenerState.PAUSED);
				assertThat(slow.received).hasSize(1);
			});
	}

	private static void write(ConfigurableApplicationContext context, int samples) {
		ArrayWriter<double[]> writer = writer(context.getBean("imu"));
		for (int value = 0; value < samples; value++) {
			writer.write(new double[] { value, value });
		}
	}

	static class Slow {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		final List<double[]> received = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("imu")
		void receive(double[] sample) throws InterruptedException {
			this.entered.countDown();
			this.release.await();
			this.received.add(sample);
		}

	}

}
