// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;

import static io.globalbuffer.spring.boot.Listeners.threads;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Contexts, and processes, that have buffers of the same name.
 */
class SeveralContextsTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void contextsOfDifferentDirectoriesDoNotMeet() throws Exception {
		Path other = Files.createDirectory(this.directory.resolve("other"));
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.run((first) -> TestApplication.in(other)
				.withPropertyValues(TestApplication.arrayWriter("imu"))
				.run((second) -> {
					assertThat(writer(first.getBean("imu")).write(new double[] { 1, 2 })).isZero();
					assertThat(writer(second.getBean("imu")).stats().sequence()).isEmpty();
				}));
	}

	@Test
	void whatOneContextWritesAnotherReads() {
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.run((first) -> TestApplication.in(this.directory)
				.withPropertyValues(TestApplication.arrayReader("imu"))
				.run((second) -> {
					writer(first.getBean("imu")).write(new double[] { 1, 2 });
					assertThat(reader(second.getBean("imu")).next(LIMIT))
						.hasValueSatisfying((sample) -> assertThat(sample.value()).containsExactly(1, 2));
				}));
	}

	@Test
	void whatAContextWritesItListensToAsWell() {
		TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withUserConfiguration(Listening.class)
			.run((context) -> {
				writer(context.getBean("imu")).write(new double[] { 1, 2 });
				assertThat(context.getBean(Listening.class).received.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
					.containsExactly(1, 2);
			});
	}

	@Test
	void aSecondContextWaitsForTheFirstOneToClose() throws Exception {
		CompletableFuture<Long> second;
		try (ConfigurableApplicationContext first = start("10s")) {
			assertThat(writer(first.getBean("imu")).write(new double[] { 1, 2 })).isZero();
			second = startInBackground();
		}
		assertThat(second.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isOne();
	}

	@Test
	void aProcessThatRestartsIsWaitedFor() throws Exception {
		try (ApplicationProcess first = ApplicationProcess.in(this.directory, TestApplication.arrayWriter("imu"))) {
			assertThat(first.call("start")).isEqualTo("started");
			assertThat(first.call("write")).isEqualTo("0");
			CompletableFuture<Long> second = startInBackground();
			assertThat(first.call("close")).isEqualTo("closed");
			assertThat(second.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isOne();
		}
	}

	/** Starts a context, and returns once it waits for the segment to be free. */
	private CompletableFuture<Long> startInBackground() {
		CompletableFuture<Long> written = new CompletableFuture<>();
		Thread.ofPlatform().daemon().start(() -> {
			try (ConfigurableApplicationContext context = start("60s")) {
				written.complete(writer(context.getBean("imu")).write(new double[] { 3, 4 }));
			}
			catch (RuntimeException ex) {
				written.completeExceptionally(ex);
			}
		});
		await().atMost(LIMIT)
			.until(() -> written.isDone() || threads("globalbuffer-open-imu").stream()
				.anyMatch((thread) -> thread.getState() == Thread.State.TIMED_WAITING && isOpening(thread)));
		assertThat(written).isNotDone();
		return written;
	}

	private static boolean isOpening(Thread thread) {
		return Stream.of(thread.getStackTrace())
			.anyMatch(
					(frame) -> frame.getClassName().endsWith("WriterBuilder") && frame.getMethodName().equals("open"));
	}

	private ConfigurableApplicationContext start(String takeOverTimeout) {
		String[] arguments = Stream
			.concat(Stream.of(TestApplication.arrayWriter("imu")),
					Stream.of("globalbuffer.directory=" + this.directory,
							"globalbuffer.buffers.imu.take-over-timeout=" + takeOverTimeout))
			.map((property) -> "--" + property)
			.toArray(String[]::new);
		return new SpringApplicationBuilder(ApplicationProcess.Application.class).web(WebApplicationType.NONE)
			.run(arguments);
	}

	@SuppressWarnings("unchecked")
	private static ArrayWriter<double[]> writer(Object bean) {
		return (ArrayWriter<double[]>) bean;
	}

	@SuppressWarnings("unchecked")
	private static ArrayReader<double[]> reader(Object bean) {
		return (ArrayReader<double[]>) bean;
	}

	@Configuration(proxyBeanMethods = false)
	static class Listening {

		private final CompletableFuture<double[]> received = new CompletableFuture<>();

		@GlobalBufferListener("imu")
		void onSample(double[] sample) {
			this.received.complete(sample);
		}

	}

}
