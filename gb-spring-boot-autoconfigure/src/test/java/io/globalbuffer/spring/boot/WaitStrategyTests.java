// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.WaitMode;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How listeners and readers wait, and who says so.
 */
@ExtendWith(OutputCaptureExtension.class)
class WaitStrategyTests {

	/** What a thread that sleeps between its looks does not use in half a minute. */
	private static final Duration SPINNING = Duration.ofSeconds(2);

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void theNearestWordHolds() {
		application().withPropertyValues("globalbuffer.listener.wait-strategy=predict", "waiting=spin")
			.withPropertyValues(TestApplication.arrayWriter("gps"))
			.withPropertyValues(TestApplication.buffer("gps", "wait-strategy=kernel"))
			.withBean("listeners", Several.class)
			.run((context) -> {
				Map<String, WaitMode> modes = context.getBean(GlobalBufferListenerRegistry.class)
					.all()
					.stream()
					.collect(Collectors.toMap(ListenerContainer::id, ListenerContainer::waitMode));
				assertThat(modes).containsOnly(Map.entry("listeners.byDefault", WaitMode.PREDICT),
						Map.entry("listeners.byItsBuffer", WaitMode.KERNEL),
						Map.entry("listeners.byItself", WaitMode.POLL),
						Map.entry("listeners.byPlaceholder", WaitMode.SPIN));
			});
	}

	@ParameterizedTest
	@CsvSource({ "auto, Automatic", "kernel, KernelSleep", "predict, Prediction", "poll, PollLadder" })
	void aListenerWaitsAsItsBufferSays(String strategy, String waiter) {
		application().withPropertyValues(TestApplication.buffer("imu", "wait-strategy=" + strategy))
			.withBean("counting", Listeners.Counting.class)
			.run((context) -> awaitWaiting("globalbuffer-counting.receive", waiter));
	}

	@Test
	void aReaderBeanWaitsAsItsBufferSays() {
		try (ArrayWriter<double[]> writer = GlobalBuffer.create("imu", ArraySpec.of(DType.FLOAT64, 2))
			.capacity(64)
			.directory(this.directory)
			.open()) {
			application().withPropertyValues(TestApplication.arrayReader("imu"))
				.withPropertyValues(TestApplication.buffer("imu", "wait-strategy=kernel"))
				.run((context) -> {
					ArrayReader<?> reader = context.getBean("imu", ArrayReader.class);
					Thread waiting = Thread.ofPlatform().daemon().name("waiting").start(() -> waitFor(reader));
					awaitWaiting("waiting", "KernelSleep");
					writer.write(new double[2]);
					waiting.join();
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "wait-strategy=spin", "wait-strategy=poll poll-min=0s poll-max=0s" })
	void aListenerLooksWithoutAPauseIfItIsToldTo(String properties) {
		application()
			.withPropertyValues(
					Stream.of(properties.split(" ")).map("globalbuffer.listener."::concat).toArray(String[]::new))
			.withBean("counting", Listeners.Counting.class)
			.run((context) -> {
				ThreadMXBean threads = ManagementFactory.getThreadMXBean();
				Thread listener = Listeners.threads("globalbuffer-counting.receive").getFirst();
				await().atMost(Duration.ofSeconds(30))
					.until(() -> threads.getThreadCpuTime(listener.threadId()) > SPINNING.toNanos());
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"poll    | poll-max=1us  | Property globalbuffer.listener.poll-max cannot be '1us' | globalbuffer.listener.poll-min, which is PT0.00005S",
			"poll    | poll-min=5ms  | Property globalbuffer.listener.poll-min cannot be '5ms' | globalbuffer.listener.poll-max, which is PT0.002S",
			"poll    | poll-min=-1ms | Property globalbuffer.listener.poll-min cannot be '-1ms' | Must not be negative.",
			"auto    | poll-max=5ms  | Property globalbuffer.listener.poll-max cannot be '5ms' | globalbuffer.listener.wait-strategy=poll only, and that is auto.",
			"kernel  | poll-min=1ms  | Property globalbuffer.listener.poll-min cannot be '1ms' | Remove it, or set that to poll.",
			"sleep   | enabled=true  | Property globalbuffer.listener.wait-strategy cannot be 'sleep' | Use one of: auto, kernel, predict, poll, spin." })
	void whatCannotBeIsRefused(String strategy, String property, String description, String action,
			CapturedOutput output) {
		FailedStart.of(this.directory, FailedStart.Empty.class, new String[] {
				"globalbuffer.listener.wait-strategy=" + strategy, "globalbuffer.listener." + property });
		assertThat(output).contains("APPLICATION FAILED TO START").contains(description).contains(action);
	}

	@Test
	void aListenerThatNamesNoStrategyIsRefused(CapturedOutput output) {
		FailedStart.of(this.directory, Unknown.class, TestApplication.arrayReader("imu"));
		assertThat(output).contains("@GlobalBufferListener on " + Unknown.class.getName())
			.contains("has waitStrategy = \"sleep\"")
			.contains("Use one of: auto, kernel, predict, poll, spin.");
	}

	private ApplicationContextRunner application() {
		return TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(PropertyPlaceholderAutoConfiguration.class))
			.withPropertyValues(TestApplication.arrayWriter("imu"));
	}

	private static void awaitWaiting(String thread, String waiter) {
		await().until(() -> Listeners.threads(thread)
			.stream()
			.flatMap((found) -> Arrays.stream(found.getStackTrace()))
			.anyMatch((frame) -> frame.getClassName().startsWith("io.globalbuffer.wait." + waiter)));
	}

	private static void waitFor(ArrayReader<?> reader) {
		try {
			reader.next();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	static class Several {

		@GlobalBufferListener("imu")
		void byDefault(double[] sample) {
		}

		@GlobalBufferListener("gps")
		void byItsBuffer(double[] sample) {
		}

		@GlobalBufferListener(value = "gps", waitStrategy = "Poll")
		void byItself(double[] sample) {
		}

		@GlobalBufferListener(value = "gps", waitStrategy = "${waiting}")
		void byPlaceholder(double[] sample) {
		}

	}

	static class Unknown {

		@GlobalBufferListener(value = "imu", waitStrategy = "sleep")
		void receive(double[] sample) {
		}

	}

}
