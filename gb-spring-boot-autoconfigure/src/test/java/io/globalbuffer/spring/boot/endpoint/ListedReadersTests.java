// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.endpoint;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.AbandonedSegment;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.ReadingProcess;
import io.globalbuffer.spring.boot.endpoint.BufferDescriptor.Reader;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The readers of all processes, as the endpoint lists them.
 */
class ListedReadersTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(
					AutoConfigurations.of(EndpointAutoConfiguration.class, GlobalBufferEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=globalbuffer")
			.withBean("listening", Listening.class);
	}

	@Test
	void listenersAndReadersOfOtherProcessesAreThereUntilTheyEnd() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu")).run((context) -> {
			try (JavaProcess other = ReadingProcess.start(this.directory, "imu")) {
				other.call("attached");
				write(context.getBean("imu"), 3);
				assertThat(other.call("next")).isEqualTo("0");
				long own = ProcessHandle.current().pid();
				await().untilAsserted(() -> assertThat(readers(context))
					.usingRecursiveFieldByFieldElementComparatorIgnoringFields("lastSeen")
					.containsExactly(new Reader(0, own, true, "listening.receive", "next", 3, 0, 0, ""),
							new Reader(1, other.pid(), false, null, "next", 1, 2, 0, "")));
				assertThat(readers(context)).allSatisfy((reader) -> assertThat(Instant.parse(reader.lastSeen()))
					.isAfter(Instant.now().minusSeconds(60)));
				// who looks takes nothing from a reader
				assertThat(other.call("next")).isEqualTo("1");
				other.kill();
				assertThat(readers(context)).extracting(Reader::listener).containsExactly("listening.receive");
			}
			context.getBean(GlobalBufferListenerRegistry.class).stop();
			assertThat(readers(context)).isEmpty();
		});
	}

	@Test
	void aReaderBeanIsNoListener() {
		try (ArrayWriter<double[]> writer = writer()) {
			this.runner.withPropertyValues(TestApplication.arrayReader("imu")).run((context) -> {
				context.getBean("imu", ArrayReader.class);
				await().untilAsserted(() -> assertThat(readers(context)).hasSize(2)
					.allMatch(Reader::own)
					.extracting(Reader::listener)
					.containsExactlyInAnyOrder(null, "listening.receive"));
			});
			assertThat(writer.isOpen()).isTrue();
		}
	}

	@Test
	void aListenerThatIsStillBusyWithAnEarlierSegmentIsNotAmongTheReadersOfTheNextOne() {
		try (ArrayWriter<double[]> first = writer()) {
			this.runner.withPropertyValues(TestApplication.arrayReader("imu"))
				.withBean("busy", BusyListener.class)
				.run((context) -> {
					BusyListener busy = context.getBean(BusyListener.class);
					write(first, 1);
					busy.entered.await();
					first.unlink();
					try (ArrayWriter<double[]> second = writer()) {
						await().untilAsserted(() -> assertThat(readers(context)).extracting(Reader::listener)
							.contains("listening.receive")
							.doesNotContain("busy.receive"));
						busy.release.countDown();
						await().untilAsserted(() -> assertThat(readers(context)).extracting(Reader::listener)
							.contains("listening.receive", "busy.receive"));
						assertThat(second.isOpen()).isTrue();
					}
				});
		}
	}

	@Test
	void theSegmentOfAWriterWithoutALockHasNone() {
		writer().close();
		AbandonedSegment.ofPythonIn(this.directory, "imu");
		this.runner.withPropertyValues(TestApplication.arrayReader("imu")).run((context) -> {
			assertThat(details(context).layout()).isNotNull();
			assertThat(readers(context)).isEmpty();
		});
	}

	@Test
	void noSegmentHasNone() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu"))
			.run((context) -> assertThat(readers(context)).isEmpty());
	}

	private ArrayWriter<double[]> writer() {
		return GlobalBuffer.create("imu", ArraySpec.of(DType.FLOAT64, 2)).capacity(64).directory(this.directory).open();
	}

	private static List<Reader> readers(ApplicationContext context) {
		return details(context).readers();
	}

	private static BufferDescriptor details(ApplicationContext context) {
		return Objects.requireNonNull(context.getBean(GlobalBufferEndpoint.class).buffer("imu"));
	}

	@SuppressWarnings("unchecked")
	private static void write(Object bean, int samples) {
		ArrayWriter<double[]> writer = (ArrayWriter<double[]>) bean;
		for (int sample = 0; sample < samples; sample++) {
			writer.write(new double[] { sample, sample });
		}
	}

	static class Listening {

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
		}

	}

	static class BusyListener {

		final CountDownLatch entered = new CountDownLatch(1);

		final CountDownLatch release = new CountDownLatch(1);

		@GlobalBufferListener("imu")
		void receive(double[] sample) throws InterruptedException {
			this.entered.countDown();
			this.release.await();
		}

	}

}
