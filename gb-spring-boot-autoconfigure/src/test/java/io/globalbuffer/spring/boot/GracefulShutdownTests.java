// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;

import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.spring.DispatchMode;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerState;

import static io.globalbuffer.spring.boot.Listeners.container;
import static io.globalbuffer.spring.boot.Listeners.threads;
import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class GracefulShutdownTests {

	/** Half the default of the shutdown timeout: nothing here may use that up. */
	private static final Duration AT_ONCE = Duration.ofSeconds(5);

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

	private static final int LIMIT_SECONDS = 60;

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void listenersThatSleepOrWaitOrArePausedEndAtOnce() throws InterruptedException {
		long before;
		try (ConfigurableApplicationContext context = ShutdownApplication.start(this.directory.toString())) {
			ShutdownApplication.ready(context);
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			assertThat(registry.find("listeners.waiting").orElseThrow().state()).isEqualTo(ListenerState.WAITING);
			await().until(() -> registry.find("listeners.failing").orElseThrow().statistics().errors() == 1);
			await().until(() -> registry.find("listeners.paused").orElseThrow().state() == ListenerState.PAUSED);
			before = System.nanoTime();
		}
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(AT_ONCE);
		for (String name : List.of("failing", "paused", "idle", "waiting")) {
			assertThat(threads("globalbuffer-listeners." + name)).isEmpty();
		}
	}

	@Test
	void aProcessThatIsInterruptedAtItsTerminalEndsAtOnce() throws IOException, InterruptedException {
		List<String> command = new ArrayList<>();
		// a build that runs in the background has its children ignore the signal
		command.addAll(List.of("env", "--default-signal=INT"));
		command.addAll(ShutdownApplication.command(this.directory.toString()).words());
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		try {
			BufferedReader printed = process.inputReader();
			assertThat(Stream.generate(() -> readLine(printed)).filter(ShutdownApplication.READY::equals).findFirst())
				.isPresent();
			long before = System.nanoTime();
			assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor()).isZero();
			assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(AT_ONCE);
			// 128 + SIGINT: the JVM has gone the way of its shutdown hooks
			assertThat(process.exitValue()).isEqualTo(130);
		}
		finally {
			process.destroyForcibly();
		}
	}

	@ParameterizedTest
	@EnumSource
	void aMethodThatIgnoresItsInterruptDoesNotKeepTheProcessAlive(DispatchMode dispatch)
			throws IOException, InterruptedException {
		JavaCommand command = StubbornApplication.command(this.directory.toString())
			.with("-Dglobalbuffer.listener.dispatch=" + dispatch);
		Process process = new ProcessBuilder(command.words()).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void listenersWhoseMethodsDoNotReturnShareOneTimeout() {
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.listener.shutdown-timeout=" + SHUTDOWN_TIMEOUT)
			.withBean("stuck", Stuck.class)
			.run((context) -> {
				writer(context.getBean("imu")).write(new double[] { 1, 1 });
				assertThat(context.getBean(Stuck.class).called.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
				long before = System.nanoTime();
				context.getSourceApplicationContext().close();
				assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(SHUTDOWN_TIMEOUT)
					.isLessThan(SHUTDOWN_TIMEOUT.multipliedBy(Stuck.LISTENERS));
			});
	}

	@Test
	void aBatchThatIsBeingProcessedIsFinishedAndNoneFollows() {
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean("batch", Batches.class)
			.run((context) -> {
				Batches batches = context.getBean(Batches.class);
				GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
				writer(context.getBean("imu")).write(new double[] { 1, 1 });
				assertThat(batches.called.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
				writer(context.getBean("imu")).write(new double[] { 2, 2 });
				Thread closing = Thread.ofPlatform().start(context.getSourceApplicationContext()::close);
				await().until(() -> container(registry).state() == ListenerState.STOPPING);
				batches.goOn.countDown();
				closing.join();
				assertThat(container(registry).state()).isEqualTo(ListenerState.STOPPED);
				assertThat(batches.finished).containsExactly(1);
			});
	}

	private static String readLine(BufferedReader reader) {
		try {
			String line = reader.readLine();
			if (line == null) {
				throw new AssertionError("The process ended before it was ready; its standard error says why");
			}
			return line;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static class Stuck {

		static final int LISTENERS = 4;

		private final CountDownLatch called = new CountDownLatch(LISTENERS);

		@GlobalBufferListener(value = "imu", id = "stuck-1")
		@GlobalBufferListener(value = "imu", id = "stuck-2")
		@GlobalBufferListener(value = "imu", id = "stuck-3")
		@GlobalBufferListener(value = "imu", id = "stuck-4")
		void receive(double[] sample) throws InterruptedException {
			this.called.countDown();
			new CountDownLatch(1).await();
		}

	}

	static class Batches {

		private final CountDownLatch called = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		private final List<Integer> finished = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("imu")
		void receive(List<double[]> batch) throws InterruptedException {
			this.called.countDown();
			this.goOn.await();
			this.finished.add(batch.size());
		}

	}

}
