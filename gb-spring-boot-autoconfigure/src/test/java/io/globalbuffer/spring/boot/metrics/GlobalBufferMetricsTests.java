// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.MonitoredBuffers;
import io.globalbuffer.spring.boot.ReadingProcess;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ResumeFrom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

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
	void theSegmentsSizeAndTheWritersHeartbeatAreMeasured() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(registry.get("globalbuffer.size").tag("buffer", "imu").gauge().value())
				.isEqualTo((double) Files.size(this.directory.resolve("gb_imu")));
			assertThat(registry.get("globalbuffer.writer.heartbeat.age")
				.tag("buffer", "imu")
				.timeGauge()
				.value(TimeUnit.MINUTES)).isBetween(0.0, 1.0);
		});
	}

	@Test
	void theThreadsThatListenersShareAreMeasured() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("alike", Listening.class)
			.withPropertyValues("globalbuffer.listener.dispatch=shared", "globalbuffer.listener.shared-threads=1")
			.run((context) -> {
				write(context.getBean("imu"), Listening.STUCK);
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				for (String meter : List.of("threads", "active", "waiting")) {
					await().untilAsserted(
							() -> assertThat(registry.get("globalbuffer.listener.dispatch." + meter).gauge().value())
								.as(meter)
								.isOne());
				}
				context.getBeansOfType(Listening.class).values().forEach((stuck) -> stuck.release.countDown());
			});
	}

	@Test
	void readersOfAllProcessesAreCountedWithTheLagOfTheSlowest() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			try (JavaProcess other = ReadingProcess.start(this.directory, "imu")) {
				other.call("attached");
				for (int sample = 0; sample < 4; sample++) {
					write(context.getBean("imu"));
				}
				other.call("next");
				await().untilAsserted(() -> assertReaders(context, 2, 3));
				other.kill();
				await().untilAsserted(() -> assertReaders(context, 1, 0));
			}
		});
	}

	private static void assertReaders(ApplicationContext context, double count, double lag) {
		MeterRegistry registry = context.getBean(MeterRegistry.class);
		assertThat(registry.get("globalbuffer.readers").tag("buffer", "imu").gauge().value()).isEqualTo(count);
		assertThat(registry.get("globalbuffer.readers.lag").tag("buffer", "imu").gauge().value()).isEqualTo(lag);
	}

	@Test
	void whatIsNotKnownIsNotANumber() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues(TestApplication.arrayReader("absent"))
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				assertThat(registry.get("globalbuffer.writer.heartbeat.age").tag("buffer", "absent").gauge().value())
					.isNaN();
				assertThat(registry.get("globalbuffer.rate").tag("buffer", "absent").gauge().value()).isNaN();
				assertThat(registry.get("globalbuffer.size").tag("buffer", "absent").gauge().value()).isZero();
				assertThat(registry.get("globalbuffer.writer.alive").tag("buffer", "absent").gauge().value()).isZero();
			});
	}

	@Test
	void whatAListenerDoesIsCounted() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			write(context.getBean("imu"));
			write(context.getBean("imu"), -1);
			write(context.getBean("imu"));
			await().untilAsserted(() -> {
				assertThat(count(context, "delivered")).isEqualTo(3);
				assertThat(count(context, "errors")).isOne();
				assertThat(gauge(context, "lag")).isZero();
			});
			assertThat(count(context, "skipped")).isZero();
			assertThat(count(context, "filtered")).isZero();
		});
	}

	@Test
	void onlyAListenerThatDeliversIsRunning() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			ListenerContainer listener = context.getBean(GlobalBufferListenerRegistry.class).all().iterator().next();
			await().untilAsserted(() -> assertThat(gauge(context, "running")).isOne());
			listener.pause();
			await().untilAsserted(() -> assertThat(gauge(context, "running")).isZero());
			listener.resume(ResumeFrom.CURSOR);
			await().untilAsserted(() -> assertThat(gauge(context, "running")).isOne());
			assertThat(gauge(context, "lag")).isZero();
			listener.stop();
			assertThat(gauge(context, "running")).isZero();
			assertThat(gauge(context, "lag")).isZero();
		});
	}

	@Test
	void metersLeaveTheRegistryWithTheirContext() {
		MeterRegistry shared = new SimpleMeterRegistry();
		ApplicationContextRunner measured = this.runner.withBean(MeterRegistry.class, () -> shared)
			.withPropertyValues("globalbuffer.listener.timer-enabled=true");
		measured.run((context) -> {
			assertThat(ours(shared)).isNotEmpty();
			TestApplication.in(this.directory)
				.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
						GlobalBufferMetricsAutoConfiguration.class))
				.withPropertyValues(TestApplication.arrayReader("imu"))
				.withBean(MeterRegistry.class, () -> shared)
				.run((other) -> assertThat(other).hasSingleBean(GlobalBufferMetrics.class));
			assertThat(ours(shared)).as("those of the context that is still there").isNotEmpty();
		});
		assertThat(ours(shared)).isEmpty();
	}

	@Test
	void whatWasKnownOnceStaysANumberWhenTheSegmentIsLostAndCountsOnWithAnother() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues(TestApplication.arrayReader("far"))
			.run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				try (ArrayWriter<double[]> writer = openFar()) {
					await().until(() -> registry.get("globalbuffer.size").tag("buffer", "far").gauge().value() > 0);
					writer.write(new double[2]);
					await().untilAsserted(() -> assertThat(figures(registry)).doesNotContain(Double.NaN));
					try (FileChannel file = FileChannel.open(writer.path(), StandardOpenOption.WRITE)) {
						file.truncate(0);
					}
					await().until(() -> context.getBean(MonitoredBuffers.class).find("far").orElseThrow().isLost());
					assertThat(figures(registry)).doesNotContain(Double.NaN);
					assertThat(written(registry)).isOne();
				}
				GlobalBuffer.unlink(this.directory, "far");
				try (ArrayWriter<double[]> writer = openFar()) {
					writer.write(new double[2]);
					await().untilAsserted(() -> assertThat(written(registry)).isEqualTo(2));
					assertThat(figures(registry)).doesNotContain(Double.NaN);
				}
				await().untilAsserted(() -> assertThat(figures(registry)).doesNotContain(Double.NaN));
			});
	}

	@Test
	void aCallThatIsRunningHasAnAge() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			assertThat(gauge(context, "call.age")).isZero();
			Listening listening = context.getBean(Listening.class);
			write(context.getBean("imu"), Listening.STUCK);
			await().untilAsserted(() -> assertThat(gauge(context, "call.age")).isPositive());
			listening.release.countDown();
			await().untilAsserted(() -> assertThat(gauge(context, "call.age")).isZero());
		});
	}

	private ArrayWriter<double[]> openFar() {
		return GlobalBuffer.create("far", ArraySpec.of(DType.FLOAT64, 2)).capacity(4).directory(this.directory).open();
	}

	private static double written(MeterRegistry registry) {
		return registry.get("globalbuffer.written").tag("buffer", "far").functionCounter().count();
	}

	private static List<Double> figures(MeterRegistry registry) {
		return ours(registry).stream()
			.filter((meter) -> "far".equals(meter.getId().getTag("buffer")))
			.flatMap((meter) -> StreamSupport.stream(meter.measure().spliterator(), false))
			.map(Measurement::getValue)
			.toList();
	}

	private static List<Meter> ours(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("globalbuffer."))
			.toList();
	}

	@Test
	void aBinderOfTheUsersOwnReplacesIt() {
		this.runner.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("own", GlobalBufferMetrics.class,
					() -> new GlobalBufferMetrics(new MonitoredBuffers(this.directory, List.of()),
							mock(GlobalBufferListenerRegistry.class)))
			.run((context) -> {
				assertThat(context).hasSingleBean(GlobalBufferMetrics.class);
				assertThat(context.getBean(MeterRegistry.class).find("globalbuffer.written").meter()).isNull();
			});
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

	private static double count(ApplicationContext context, String what) {
		return context.getBean(MeterRegistry.class)
			.get("globalbuffer.listener." + what)
			.tags("buffer", "imu", "listener", "listening.receive")
			.functionCounter()
			.count();
	}

	private static double gauge(ApplicationContext context, String what) {
		return context.getBean(MeterRegistry.class)
			.get("globalbuffer.listener." + what)
			.tags("buffer", "imu", "listener", "listening.receive")
			.gauge()
			.value();
	}

	private static void write(Object bean) {
		write(bean, 1);
	}

	@SuppressWarnings("unchecked")
	private static void write(Object bean, double value) {
		((ArrayWriter<double[]>) bean).write(new double[] { value, value });
	}

	static class Listening {

		static final double STUCK = 99;

		final CountDownLatch release = new CountDownLatch(1);

		@GlobalBufferListener("imu")
		void receive(double[] sample) throws InterruptedException {
			if (sample[0] == STUCK) {
				this.release.await();
			}
			if (sample[0] < 0) {
				throw new IllegalArgumentException("on purpose");
			}
		}

	}

}
