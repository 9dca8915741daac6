// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.spring.DispatchMode;
import io.globalbuffer.spring.ErrorAction;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.Quote;
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

	@ParameterizedTest
	@EnumSource
	void anErrorHandlerThatIsAskedAboutASampleThatCannotBeDecodedIsInACall(DispatchMode dispatch) {
		CountDownLatch release = new CountDownLatch(1);
		undecodable((_, _, _) -> {
			await().until(() -> release.getCount() == 0);
			return ErrorAction.SKIP;
		}).withPropertyValues("globalbuffer.listener.dispatch=" + dispatch).run((context) -> {
			ListenerContainer container = quotes(context);
			write(context, Map.of("symbol", "ACME", "price", "high"));
			await().until(() -> container.statistics().inCallFor().isPresent());
			container.pause();
			assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
			release.countDown();
			await().until(() -> container.state() == ListenerState.PAUSED);
			assertThat(container.statistics().errors()).isOne();
		});
	}

	@ParameterizedTest
	@EnumSource
	void noErrorHandlerIsAskedDuringAPauseAlsoWhereItHasWaitedForAThread(ResumeFrom from) {
		AtomicInteger asked = new AtomicInteger();
		CountDownLatch release = new CountDownLatch(1);
		undecodable((_, _, _) -> {
			asked.incrementAndGet();
			return ErrorAction.SKIP;
		}).withPropertyValues("globalbuffer.listener.dispatch=shared", "globalbuffer.listener.shared-threads=1")
			.withBean(Blocked.class, () -> new Blocked(release))
			.run((context) -> {
				GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
				ListenerContainer blocked = registry.ofBuffer("imu").getFirst();
				writer(context.getBean("imu")).write(new double[2]);
				await().until(() -> blocked.statistics().inCallFor().isPresent());
				write(context, Map.of("symbol", "ACME", "price", "high"));
				await().until(() -> registry.dispatchStatistics().waiting() == 1);
				ListenerContainer container = quotes(context);
				container.pause();
				release.countDown();
				// behind what waited
				writer(context.getBean("imu")).write(new double[2]);
				await().until(blocked::isCaughtUp);
				assertThat(asked).hasValue(0);
				container.resume(from);
				await().until(() -> asked.get() == 1);
				write(context, Map.of("symbol", "ACME", "price", 7.5));
				await().until(() -> container.statistics().delivered() == 1);
			});
	}

	private ApplicationContextRunner undecodable(GlobalBufferErrorHandler handler) {
		return TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues(TestApplication.messageWriter("facts", Map.class))
			.withPropertyValues(TestApplication.buffer("quotes", "kind=message", "role=reader", "segment=facts"))
			.withBean("quoting", Quoting.class)
			.withBean(GlobalBufferErrorHandler.class, () -> handler);
	}

	private static ListenerContainer quotes(ApplicationContext context) {
		return context.getBean(GlobalBufferListenerRegistry.class).ofBuffer("quotes").getFirst();
	}

	private static void write(ApplicationContext context, Object message) {
		Listeners.writerOf(context.getBean("facts")).write(message);
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

	static class Quoting {

		@GlobalBufferListener("quotes")
		void receive(Quote quote) {
		}

	}

	static class Blocked {

		private final CountDownLatch release;

		Blocked(CountDownLatch release) {
			this.release = release;
		}

		@GlobalBufferListener("imu")
		void receive(double[] sample) throws InterruptedException {
			this.release.await();
		}

	}

}
