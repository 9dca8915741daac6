// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootContextLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.cache.ContextCache;
import org.springframework.test.context.cache.DefaultContextCache;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.StartPosition;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.ProcessResources;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.listener.ResumeFrom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Listeners that go on where they stopped over restarts of their application.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerResumeTests {

	private static final ArraySpec<double[]> SPEC = ArraySpec.of(DType.FLOAT64, 2);

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	private ApplicationContextRunner named;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayReader("imu"))
			.withBean("resuming", Resuming.class);
		this.named = this.runner.withPropertyValues("spring.application.name=shop");
	}

	@Test
	void aListenerGoesOnWhereThatOfTheLastProcessStopped() {
		try (ArrayWriter<double[]> writer = create()) {
			write(writer, 0, 2);
			// only the very first start begins where startFrom says
			this.named.run((context) -> awaitReceived(context, 0.0, 1.0));
			write(writer, 2, 3);
			this.named.run((context) -> awaitReceived(context, 2.0, 3.0, 4.0));
			this.named.withPropertyValues("globalbuffer.listener.resume-name=another")
				.run((context) -> awaitReceived(context, 0.0, 1.0, 2.0, 3.0, 4.0));
		}
	}

	@Test
	void theFirstSampleThatIsNotDoneComesAgain() {
		try (ArrayWriter<double[]> writer = create()) {
			write(writer, 3, 3);
			this.named.withPropertyValues("broken=4")
				.run((context) -> await().until(() -> container(context).state() == ListenerState.FAILED));
			this.named.run((context) -> awaitReceived(context, 4.0, 5.0));
		}
	}

	@Test
	void thePropertyIsTheDefaultOfListeners() {
		ApplicationContextRunner plain = TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayReader("imu"))
			.withPropertyValues("globalbuffer.listener.resume=true", "globalbuffer.listener.resume-name=shop")
			.withBean("arrays", Listeners.Arrays.class);
		try (ArrayWriter<double[]> writer = create()) {
			plain.run((context) -> assertThat(container(context).state()).isEqualTo(ListenerState.RUNNING));
			write(writer, 0, 1);
			plain.run((context) -> await()
				.untilAsserted(() -> assertThat(context.getBean(Listeners.Arrays.class).received).hasSize(1)));
		}
	}

	@Test
	void anApplicationWithoutANameIsRefused(CapturedOutput output) {
		FailedStart.of(this.directory, ResumingApplication.class, TestApplication.arrayReader("imu"));
		assertThat(output)
			.contains("Resuming.receive(double[])",
					"is to go on where it stopped after a restart, but its application" + " has no name for that.")
			.contains("Set globalbuffer.listener.resume-name, or spring.application.name, or resume = \"false\".");
	}

	@Test
	void aNameThatCannotBeOneIsRefused(CapturedOutput output) {
		FailedStart.of(this.directory, ResumingApplication.class, TestApplication.arrayReader("imu"),
				new String[] { "globalbuffer.listener.resume-name=" + "x".repeat(1025) });
		assertThat(output).contains("cannot keep its place over restarts: ", "up to 1024 bytes");
	}

	@Test
	void aSecondContextWaitsForTheFirstAndSaysWhoHoldsIt() {
		long pid = ProcessHandle.current().pid();
		try (ArrayWriter<double[]> writer = create()) {
			this.named.run((first) -> {
				write(writer, 0, 2);
				awaitReceived(first, 0.0, 1.0);
				this.named.run((second) -> {
					ListenerContainer waiting = container(second);
					assertThat(waiting.state()).isEqualTo(ListenerState.WAITING);
					assertThat(waiting.isSourceRefused()).isFalse();
					await().untilAsserted(() -> assertThat(waiting.statistics().lastError())
						.hasValueSatisfying((error) -> assertThat(error.describe()).contains("shop/resuming.receive",
								"is held by another reader, in this process (" + pid + ")")));
					first.getSourceApplicationContext().close();
					write(writer, 2, 2);
					awaitReceived(second, 2.0, 3.0);
					assertThat(waiting.state()).isEqualTo(ListenerState.RUNNING);
					await().until(() -> waiting.statistics().lastError().orElseThrow().past());
				});
			});
		}
	}

	@Test
	void aListenerThatWaitedForItsIdentityJumpsToTheNewestSampleThen() {
		try (ArrayWriter<double[]> writer = create()) {
			this.named.run((first) -> this.named.withPropertyValues("globalbuffer.listener.retry-interval=10ms")
				.withPropertyValues("globalbuffer.listener.auto-startup=false")
				.run((second) -> {
					container(second).start(ResumeFrom.NEWEST);
					await().until(() -> container(second).statistics().lastError().isPresent());
					container(first).stop();
					write(writer, 0, 1);
					await().until(() -> container(second).isCaughtUp());
					assertThat(second.getBean(Resuming.class).received).containsExactly(0.0);
				}));
		}
	}

	@Test
	void aCachedContextThatIsPausedHoldsNothingAndLosesNothing() {
		ContextCache cache = new DefaultContextCache(2, ContextCache.PauseMode.ALWAYS);
		MergedContextConfiguration key = new MergedContextConfiguration(getClass(), null, null, null,
				new SpringBootContextLoader());
		try (ArrayWriter<double[]> writer = create()) {
			long withoutListeners = mappingsWithoutListeners();
			this.named.withBean("plain", Listeners.Arrays.class).run((context) -> {
				cache.put(key, (configuration) -> context.getSourceApplicationContext());
				cache.registerContextUsage(key, getClass());
				write(writer, 0, 2);
				awaitReceived(context, 0.0, 1.0);
				await().untilAsserted(() -> assertThat(context.getBean(Listeners.Arrays.class).received).hasSize(2));
				assertThat(mappings()).isGreaterThan(withoutListeners);
				cache.unregisterContextUsage(key, getClass());
				assertThat(registry(context).isRunning()).isFalse();
				assertThat(mappings()).isEqualTo(withoutListeners);
				requireIdentityIsFree();
				write(writer, 2, 3);
				assertThat(cache.get(key)).isNotNull();
				cache.registerContextUsage(key, getClass());
				awaitReceived(context, 0.0, 1.0, 2.0, 3.0, 4.0);
				await().untilAsserted(() -> assertThat(context.getBean(Listeners.Arrays.class).received).hasSize(5));
				registry(context).all().forEach((listener) -> assertThat(listener.statistics().overruns()).isZero());
			});
		}
	}

	/**
	 * With the page on which readers announce sleep: it stays until the last of them
	 * closes.
	 */
	private long mappingsWithoutListeners() {
		long[] mappings = new long[1];
		TestApplication.in(this.directory).withPropertyValues(TestApplication.arrayReader("imu")).run((context) -> {
			context.getBean("imu", ArrayReader.class).next(Duration.ofMillis(1));
			mappings[0] = mappings();
		});
		return mappings[0];
	}

	private long mappings() {
		return ProcessResources.mappingsOf(this.directory.toString());
	}

	private void requireIdentityIsFree() {
		try (ArrayReader<double[]> reader = GlobalBuffer.attach("imu")
			.directory(this.directory)
			.resumeAs("shop/resuming.receive")
			.doneByCaller()
			.asArray(SPEC)) {
			assertThat(reader.conflict()).isEmpty();
			assertThat(reader.position().sequence()).isEqualTo(2);
		}
	}

	private ArrayWriter<double[]> create() {
		return GlobalBuffer.create("imu", SPEC).capacity(16).directory(this.directory).open();
	}

	private static void write(ArrayWriter<double[]> writer, double first, int count) {
		IntStream.range(0, count).forEach((index) -> writer.write(new double[] { first + index, 0 }));
	}

	private static GlobalBufferListenerRegistry registry(ApplicationContext context) {
		return context.getBean(GlobalBufferListenerRegistry.class);
	}

	private static ListenerContainer container(ApplicationContext context) {
		return registry(context).find("resuming.receive").orElseGet(() -> registry(context).all().iterator().next());
	}

	private static void awaitReceived(ApplicationContext context, Double... values) {
		List<Double> received = context.getBean(Resuming.class).received;
		await().atMost(TIMEOUT).untilAsserted(() -> assertThat(received).containsExactly(values));
		// done when the method has returned
		await().atMost(TIMEOUT).until(() -> container(context).isCaughtUp());
	}

	static class ResumingApplication {

		@Bean
		Resuming resuming() {
			return new Resuming();
		}

	}

	static class Resuming {

		final List<Double> received = new CopyOnWriteArrayList<>();

		@Value("${broken:-1}")
		double broken = -1;

		@GlobalBufferListener(value = "imu", startFrom = StartPosition.OLDEST, resume = "true")
		void receive(double[] sample) {
			if (sample[0] == this.broken) {
				throw new StackOverflowError("on purpose");
			}
			this.received.add(sample[0]);
		}

	}

}
