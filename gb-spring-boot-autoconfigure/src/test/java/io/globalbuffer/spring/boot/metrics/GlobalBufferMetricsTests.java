package io.globalbuffer.spring.boot.metrics;

import java.nio.file.Path;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class GlobalBufferMetricsTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(
					AutoConfigurations.of(MetricsAutoConfiguration.class, GlobalBufferMetricsAutoConfiguration.class))
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean("listening", Listening.class);
	}

	@Test
	void writtenCountsFromTheStartOfTheApplication() {
		ApplicationContextRunner measured = this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new);
		measured.run((context) -> write(context.getBean("imu")));
		measured.run((context) -> {
			write(context.getBean("imu"));
			await().untilAsserted(() -> assertThat(context.getBean(MeterRegistry.class)
				.get("globalbuffer.written")
				.tag("buffer", "imu")
				.functionCounter()
				.count()).isOne());
		});
	}

	@Test
	void theWriterIsAlive() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context.getBean(MeterRegistry.class)
				.get("globalbuffer.writer.alive")
				.tag("buffer", "imu")
				.gauge()
				.value()).isOne());
	}

	@Test
	void theRateIsMeasured() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> await().untilAsserted(() -> assertThat(
					context.getBean(MeterRegistry.class).get("globalbuffer.rate").tag("buffer", "imu").gauge().value())
				.isZero()));
	}

	@Test
	void listenersHaveACounterOfOverruns() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context.getBean(MeterRegistry.class)
				.get("globalbuffer.listener.overruns")
				.tags("buffer", "imu", "listener", "listening.receive")
				.functionCounter()
				.count()).isZero());
	}

	@Test
	void thereIsNothingToMeasureWithoutARegistry() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(GlobalBufferMetrics.class));
	}

	@Test
	void metersAreNotThereWhenBuffersAreSwitchedOff() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("globalbuffer.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(GlobalBufferMetrics.class));
	}

	@SuppressWarnings("unchecked")
	private static void write(Object bean) {
		((ArrayWriter<double[]>) bean).write(new double[] { 1, 1 });
	}

	static class Listening {

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
		}

	}

}
