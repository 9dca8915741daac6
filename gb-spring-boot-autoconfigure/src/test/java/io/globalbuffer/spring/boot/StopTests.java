// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerState;

import static io.globalbuffer.spring.boot.Listeners.threads;
import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A stop that comes at a bad moment.
 */
class StopTests {

	private static final int LIMIT_SECONDS = 60;

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory).withPropertyValues(TestApplication.arrayWriter("imu"));
	}

	@Test
	void aContextThatIsClosedWhileItWaitsForAnotherWriterEndsAtOnce() throws Exception {
		CompletableFuture<ConfigurableApplicationContext> starting = new CompletableFuture<>();
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		try (ArrayWriter<double[]> before = GlobalBuffer.create("imu", ArraySpec.of(DType.FLOAT64, 2))
			.directory(this.directory)
			.capacity(64)
			.open()) {
			Thread.ofPlatform()
				.start(() -> this.runner.withPropertyValues("globalbuffer.take-over-timeout=1h")
					.withInitializer(starting::complete)
					.run((context) -> failure.complete(context.getStartupFailure())));
			await().atMost(Duration.ofSeconds(LIMIT_SECONDS))
				.until(() -> threads("globalbuffer-open-imu").stream()
					.anyMatch((thread) -> thread.getState() == Thread.State.TIMED_WAITING));
			starting.join().close();
			assertThat(failure.get(LIMIT_SECONDS, TimeUnit.SECONDS)).hasRootCauseInstanceOf(InterruptedException.class)
				.hasStackTraceContaining("Buffer 'imu' cannot be opened by its writer");
			await().until(() -> threads("globalbuffer-open-imu").isEmpty());
			assertThat(before.write(new double[2])).isZero();
		}
	}

	@Test
	void theContextsOwnTimeoutHoldsForListenersThatDoNotReturn() {
		CountDownLatch release = new CountDownLatch(1);
		this.runner.withPropertyValues("globalbuffer.listener.shutdown-timeout=1h")
			.withBean("lifecycleProcessor", DefaultLifecycleProcessor.class, StopTests::impatient)
			.withBean("stubborn", Stubborn.class, () -> new Stubborn(release))
			.run((context) -> {
				Stubborn stubborn = context.getBean(Stubborn.class);
				writer(context.getBean("imu")).write(new double[2]);
				assertThat(stubborn.called.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
				Thread closing = Thread.ofPlatform().start(context.getSourceApplicationContext()::close);
				assertThat(closing.join(Duration.ofSeconds(LIMIT_SECONDS))).isTrue();
				assertThat(release.getCount()).isOne();
			});
		release.countDown();
		await().until(() -> threads("globalbuffer-stubborn.receive").isEmpty());
	}

	@Test
	void aListenerThatIsStillStoppingDoesNotKeepOthersFromStarting() {
		CountDownLatch release = new CountDownLatch(1);
		this.runner.withPropertyValues("globalbuffer.listener.shutdown-timeout=10ms")
			.withBean("stubborn", Stubborn.class, () -> new Stubborn(release))
			.withBean("counting", Listeners.Counting.class)
			.run((context) -> {
				GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
				Stubborn stubborn = context.getBean(Stubborn.class);
				writer(context.getBean("imu")).write(new double[2]);
				assertThat(stubborn.called.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
				registry.stop();
				assertThat(state(registry, "stubborn.receive")).isEqualTo(ListenerState.STOPPING);
				registry.start();
				assertThat(state(registry, "stubborn.receive")).isEqualTo(ListenerState.STOPPING);
				assertThat(state(registry, "counting.receive")).isEqualTo(ListenerState.RUNNING);
				release.countDown();
				await().until(() -> state(registry, "stubborn.receive") == ListenerState.STOPPED);
				registry.start();
				assertThat(state(registry, "stubborn.receive")).isEqualTo(ListenerState.RUNNING);
			});
	}

	private static ListenerState state(GlobalBufferListenerRegistry registry, String id) {
		return registry.find(id).orElseThrow().state();
	}

	private static DefaultLifecycleProcessor impatient() {
		DefaultLifecycleProcessor processor = new DefaultLifecycleProcessor();
		processor.setTimeoutPerShutdownPhase(100);
		return processor;
	}

	static class Stubborn {

		private final CountDownLatch called = new CountDownLatch(1);

		private final CountDownLatch release;

		Stubborn(CountDownLatch release) {
			this.release = release;
		}

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			this.called.countDown();
			while (this.release.getCount() > 0) {
				Thread.onSpinWait();
			}
		}

	}

}
