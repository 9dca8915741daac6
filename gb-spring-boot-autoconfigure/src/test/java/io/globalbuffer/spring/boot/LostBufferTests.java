// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.endpoint.BufferDescriptor;
import io.globalbuffer.spring.boot.endpoint.GlobalBufferEndpoint;
import io.globalbuffer.spring.boot.endpoint.GlobalBufferEndpointAutoConfiguration;
import io.globalbuffer.spring.boot.health.GlobalBufferHealthContributorAutoConfiguration;
import io.globalbuffer.spring.boot.metrics.GlobalBufferMetrics;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A segment that somebody truncates is lost, shown as lost, and disturbs no other.
 */
class LostBufferTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class,
					GlobalBufferEndpointAutoConfiguration.class, GlobalBufferHealthContributorAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=globalbuffer")
			.withPropertyValues("globalbuffer.listener.retry-interval=10ms")
			.withPropertyValues(TestApplication.arrayWriter("sound"))
			.withBean("listening", Listening.class);
	}

	@Test
	void aReadersLostSegmentIsDownAndRecoversWithANewOne() {
		try (ArrayWriter<double[]> writer = write()) {
			this.runner.withPropertyValues(TestApplication.arrayReader("imu")).run((context) -> {
				writer.write(new double[] { 1, 2 });
				Listening listening = context.getBean(Listening.class);
				await().untilAsserted(() -> assertThat(listening.imu).containsExactly(new double[] { 1, 2 }));
				truncate("imu");
				assertIsLost(context);
				await().untilAsserted(() -> assertThat(health(context, "imu").getDetails()).containsEntry("listeners",
						Map.of("listening.imu", "waiting")));
				assertOthersGoOn(context);
				GlobalBuffer.unlink(this.directory, "imu");
				try (ArrayWriter<double[]> second = write()) {
					second.write(new double[] { 3, 4 });
					await().untilAsserted(() -> assertThat(listening.imu).containsExactly(new double[] { 1, 2 },
							new double[] { 3, 4 }));
					await().untilAsserted(() -> assertThat(health(context, "imu").getStatus()).isEqualTo(Status.UP));
					assertThat(health(context, "imu").getDetails()).doesNotContainKey("segment")
						.containsEntry("listeners", Map.of("listening.imu", "running"));
				}
			});
		}
	}

	@Test
	void aWritersLostSegmentIsDown() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu")).run((context) -> {
			assertThat(health(context, "imu").getStatus()).isEqualTo(Status.UP);
			truncate("imu");
			assertIsLost(context);
			assertOthersGoOn(context);
		});
	}

	@Test
	void aLostSegmentIsUnknownWhereTheBufferIsNotRequired() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.buffers.imu.required=false")
			.run((context) -> {
				truncate("imu");
				await().untilAsserted(
						() -> assertThat(health(context, "imu").getDetails()).containsEntry("segment", "lost"));
				assertThat(health(context, "imu").getStatus()).isEqualTo(Status.UNKNOWN);
			});
	}

	private static void assertIsLost(ApplicationContext context) {
		await().untilAsserted(() -> {
			assertThat(health(context, "imu").getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context, "imu").getDetails()).containsEntry("segment", "lost")
				.containsEntry("writer", "unknown");
		});
		GlobalBufferEndpoint endpoint = context.getBean(GlobalBufferEndpoint.class);
		assertThat(Objects.requireNonNull(endpoint.buffers().buffers().get("imu")).writer()).isNull();
		assertThat(endpoint.buffer("imu")).isNotNull()
			.returns(null, BufferDescriptor::writer)
			.returns(null, BufferDescriptor::sequence);
	}

	private static void assertOthersGoOn(ApplicationContext context) {
		Listening listening = context.getBean(Listening.class);
		Listeners.writer(context.getBean("sound")).write(new double[] { 5, 6 });
		await().untilAsserted(() -> assertThat(listening.sound).containsExactly(new double[] { 5, 6 }));
		assertThat(health(context, "sound").getStatus()).isEqualTo(Status.UP);
		GlobalBufferEndpoint endpoint = context.getBean(GlobalBufferEndpoint.class);
		assertThat(Objects.requireNonNull(endpoint.buffers().buffers().get("sound")).writer()).isEqualTo("active");
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		new GlobalBufferMetrics(context.getBean(MonitoredBuffers.class),
				context.getBean(GlobalBufferListenerRegistry.class))
			.bindTo(meters);
		assertThat(meters.get("globalbuffer.writer.alive").tag("buffer", "imu").gauge().value()).isZero();
		assertThat(meters.get("globalbuffer.rate").tag("buffer", "imu").gauge().value()).isZero();
		assertThat(meters.get("globalbuffer.writer.alive").tag("buffer", "sound").gauge().value()).isOne();
		assertThat(meters.get("globalbuffer.written").tag("buffer", "sound").functionCounter().count()).isOne();
	}

	private void truncate(String segment) {
		try (FileChannel file = FileChannel.open(this.directory.resolve("gb_" + segment), StandardOpenOption.WRITE)) {
			file.truncate(0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ArrayWriter<double[]> write() {
		return GlobalBuffer.create("imu", ArraySpec.of(DType.FLOAT64, 2)).capacity(64).directory(this.directory).open();
	}

	private static Health health(ApplicationContext context, String buffer) {
		CompositeHealthContributor composite = context.getBean("globalbufferHealthContributor",
				CompositeHealthContributor.class);
		HealthIndicator indicator = (HealthIndicator) Objects.requireNonNull(composite.getContributor(buffer));
		return Objects.requireNonNull(indicator.health(true));
	}

	static class Listening {

		final List<double[]> imu = new CopyOnWriteArrayList<>();

		final List<double[]> sound = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("imu")
		void imu(double[] sample) {
			this.imu.add(sample);
		}

		@GlobalBufferListener("sound")
		void sound(double[] sample) {
			this.sound.add(sample);
		}

	}

}
