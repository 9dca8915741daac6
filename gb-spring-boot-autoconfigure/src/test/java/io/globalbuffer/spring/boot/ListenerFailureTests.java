// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.retry.RetryPolicy;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.event.ListenerFailedEvent;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerError;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.listener.ResumeFrom;

import static io.globalbuffer.spring.boot.Listeners.container;
import static io.globalbuffer.spring.boot.Listeners.threads;
import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
class ListenerFailureTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory).withPropertyValues(TestApplication.arrayWriter("imu"));
	}

	@Test
	void anExceptionOfTheMethodIsCountedAndDeliveryGoesOn(CapturedOutput output) {
		this.runner.withBean("failing", Failing.class).run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			ArrayWriter<double[]> writer = writer(context.getBean("imu"));
			for (int value = 0; value < 3; value++) {
				writer.write(new double[] { value, value });
			}
			await().until(() -> container.statistics().errors() == 3);
			assertThat(container.statistics().delivered()).isEqualTo(3);
			assertThat(container.statistics().lastError().map(ListenerError::type))
				.hasValue("java.lang.UnsupportedOperationException");
			assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
			assertThat(output).containsOnlyOnce("Listener 'failing.receive': the method failed at sample 0");
		});
	}

	@Test
	void anErrorOfTheMethodEndsTheListener() {
		this.runner.withBean("broken", Broken.class).run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			writer(context.getBean("imu")).write(new double[] { 1, 1 });
			await().until(() -> container.state() == ListenerState.FAILED);
			await().untilAsserted(() -> assertThat(threads("globalbuffer-broken.receive")).isEmpty());
			assertThat(container.statistics().lastError().map(ListenerError::type))
				.hasValue("java.lang.StackOverflowError");
		});
	}

	@Test
	void anInterruptThatWasNotMeantAsAStopIsAnErrorOfOneCall() {
		this.runner.withBean("interrupted", Interrupted.class).run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			Interrupted interrupted = context.getBean(Interrupted.class);
			for (int value = 0; value < 4; value++) {
				writer(context.getBean("imu")).write(new double[] { value, 0 });
			}
			await().untilAsserted(() -> assertThat(interrupted.received).containsExactly(1.0, 2.0, 3.0));
			assertThat(interrupted.flagAtEntry).isFalse();
			assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
			assertThat(container.statistics().givenUp()).isEqualTo(1);
			assertThat(container.statistics().lastError().map(ListenerError::type))
				.hasValue("java.lang.InterruptedException");
		});
	}

	@Test
	void aListenerThatIsInterruptedWhileItWaitsOrIsPausedGoesOn() {
		this.runner.withBean("waiting", Listeners.Arrays.class).run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			Thread thread = threads("globalbuffer-waiting.receive").getFirst();
			thread.interrupt();
			writer(context.getBean("imu")).write(new double[] { 1, 0 });
			await().until(() -> container.statistics().delivered() == 1);
			container.pause();
			thread.interrupt();
			writer(context.getBean("imu")).write(new double[] { 2, 0 });
			container.resume(ResumeFrom.CURSOR);
			await().until(() -> container.statistics().delivered() == 2);
			assertThat(container.statistics().errors()).isZero();
		});
	}

	@Test
	void anInterruptBetweenAttemptsKeepsTheSample() {
		RetryPolicy often = RetryPolicy.builder().maxRetries(Long.MAX_VALUE).delay(Duration.ofMillis(1)).build();
		this.runner.withBean("failing", Failing.class)
			.withBean(GlobalBufferErrorHandler.class, () -> GlobalBufferErrorHandler.retrying(often))
			.run((context) -> {
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				writer(context.getBean("imu")).write(new double[] { 1, 1 });
				Thread thread = threads("globalbuffer-failing.receive").getFirst();
				for (int interrupt = 1; interrupt <= 5; interrupt++) {
					long errors = container.statistics().errors();
					thread.interrupt();
					await().until(() -> container.statistics().errors() > errors + 3);
				}
				assertThat(container.statistics().givenUp()).isZero();
			});
	}

	@Test
	void aPauseHoldsBackRepeatedCallsToo() {
		RetryPolicy tireless = RetryPolicy.builder().maxRetries(Long.MAX_VALUE).delay(Duration.ofMillis(1)).build();
		this.runner.withBean("failing", Failing.class)
			.withBean(GlobalBufferErrorHandler.class, () -> GlobalBufferErrorHandler.retrying(tireless))
			.run((context) -> {
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				writer(context.getBean("imu")).write(new double[] { 1, 1 });
				await().until(() -> container.statistics().errors() > 3);
				container.pause();
				await().until(() -> container.state() == ListenerState.PAUSED);
				long errors = container.statistics().errors();
				await().during(Duration.ofMillis(200)).until(() -> container.statistics().errors() <= errors + 1);
				container.resume(ResumeFrom.CURSOR);
				await().until(() -> container.statistics().errors() > errors + 3);
			});
	}

	@Test
	void anEventListenerMayCloseItsContext() {
		this.runner.withBean("broken", Broken.class).withBean(Closing.class).run((context) -> {
			Closing closing = context.getBean(Closing.class);
			writer(context.getBean("imu")).write(new double[] { 1, 1 });
			assertThat(closing.interrupted.get(30, TimeUnit.SECONDS)).isFalse();
			assertThat(context.getSourceApplicationContext().isActive()).isFalse();
		});
	}

	@Test
	void aCallThatOutlastsTheShutdownTimeoutIsInterrupted() {
		this.runner.withBean("sleeping", Sleeping.class)
			.withPropertyValues("globalbuffer.listener.shutdown-timeout=50ms")
			.run((context) -> {
				Sleeping sleeping = context.getBean(Sleeping.class);
				writer(context.getBean("imu")).write(new double[] { 1, 1 });
				sleeping.entered.await();
				context.getBean(GlobalBufferListenerRegistry.class).stop();
				await().untilAsserted(() -> assertThat(threads("globalbuffer-sleeping.receive")).isEmpty());
				assertThat(container(context.getBean(GlobalBufferListenerRegistry.class)).state())
					.isEqualTo(ListenerState.STOPPED);
			});
	}

	@Test
	void aCallThatIgnoresItsInterruptIsNamedAndStaysStopping(CapturedOutput output) {
		this.runner.withBean("stubborn", Stubborn.class)
			.withPropertyValues("globalbuffer.listener.shutdown-timeout=50ms")
			.run((context) -> {
				Stubborn stubborn = context.getBean(Stubborn.class);
				ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
				writer(context.getBean("imu")).write(new double[] { 1, 1 });
				stubborn.entered.await();
				container.stop();
				assertThat(output).contains("Listener thread 'globalbuffer-stubborn.receive' has not ended");
				assertThat(container.state()).isEqualTo(ListenerState.STOPPING);
				assertThatIllegalStateException().isThrownBy(container::start).withMessageContaining("still stopping");
				stubborn.release.countDown();
				await().until(() -> container.state() == ListenerState.STOPPED);
			});
	}

	@Test
	void closingTheContextWaitsForAStubbornListenerOnce(CapturedOutput output) {
		this.runner.withBean("stubborn", Stubborn.class)
			.withPropertyValues("globalbuffer.listener.shutdown-timeout=50ms")
			.run((context) -> {
				Stubborn stubborn = context.getBean(Stubborn.class);
				writer(context.getBean("imu")).write(new double[] { 1, 1 });
				stubborn.entered.await();
				context.getSourceApplicationContext().close();
				assertThat(output).containsOnlyOnce("Listener thread 'globalbuffer-stubborn.receive' has not ended");
				stubborn.release.countDown();
				await().untilAsserted(() -> assertThat(threads("globalbuffer-stubborn.receive")).isEmpty());
			});
	}

	static class Failing {

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			throw new UnsupportedOperationException("on purpose");
		}

	}

	static class Broken {

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			throw new StackOverflowError("on purpose");
		}

	}

	static class Closing implements ApplicationContextAware {

		final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();

		private @Nullable ConfigurableApplicationContext context;

		@Override
		public void setApplicationContext(ApplicationContext context) {
			this.context = (ConfigurableApplicationContext) context;
		}

		@EventListener
		void on(ListenerFailedEvent event) {
			Objects.requireNonNull(this.context).close();
			this.interrupted.complete(Thread.currentThread().isInterrupted());
		}

	}

	/** Is interrupted at its first call, and leaves the flag set at its second one. */
	static class Interrupted {

		final List<Double> received = new CopyOnWriteArrayList<>();

		volatile boolean flagAtEntry;

		@GlobalBufferListener("imu")
		void receive(double[] sample) throws InterruptedException {
			this.flagAtEntry |= Thread.currentThread().isInterrupted();
			if (sample[0] == 0) {
				throw new InterruptedException("on purpose");
			}
			if (sample[0] == 1) {
				Thread.currentThread().interrupt();
			}
			this.received.add(sample[0]);
		}

	}

	static class Sleeping {

		final CountDownLatch entered = new CountDownLatch(1);

		@GlobalBufferListener("imu")
		void receive(double[] sample) throws InterruptedException {
			this.entered.countDown();
			new CountDownLatch(1).await();
		}

	}

	static class Stubborn {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			this.entered.countDown();
			while (this.release.getCount() > 0) {
				Thread.onSpinWait();
			}
		}

	}

}
