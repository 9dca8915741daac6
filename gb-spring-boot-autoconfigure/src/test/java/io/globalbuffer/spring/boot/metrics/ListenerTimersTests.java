// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.metrics;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReadMode;
import io.globalbuffer.Sample;
import io.globalbuffer.SampleOrigin;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.ListenerInfo;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ListenerTimersTests {

	private static final String TIME = "globalbuffer.listener.time";

	private static final String LATENCY = "globalbuffer.listener.latency";

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
					CompositeMeterRegistryAutoConfiguration.class, GlobalBufferMetricsAutoConfiguration.class))
			.withPropertyValues(TestApplication.arrayReader("imu"))
			.withPropertyValues("globalbuffer.listener.timer-enabled=true")
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("picky", Picky.class);
	}

	@Test
	void callsAreTimedByTheirResult() {
		this.runner.run((context) -> {
			write(false, 1, -1, 1);
			await().untilAsserted(() -> {
				assertThat(timer(context, TIME, "success").count()).isEqualTo(2);
				assertThat(timer(context, TIME, "error").count()).isOne();
			});
			assertThat(timer(context, TIME, "success").totalTime(TimeUnit.NANOSECONDS)).isPositive();
		});
	}

	@Test
	void samplesThatSayWhenTheyWerePublishedHaveALatency() {
		this.runner.run((context) -> {
			write(true, 1, 2, 3);
			await().untilAsserted(() -> assertThat(latency(context).count()).isEqualTo(3));
			assertThat(latency(context).max(TimeUnit.NANOSECONDS)).isPositive();
		});
	}

	@Test
	void samplesThatDoNotSayItHaveNone() {
		this.runner.run((context) -> {
			write(false, 1, 2, 3);
			await().untilAsserted(() -> assertThat(timer(context, TIME, "success").count()).isEqualTo(3));
			assertThat(context.getBean(MeterRegistry.class).find(LATENCY).meter()).isNull();
		});
	}

	@Test
	void timersAreThereBeforeTheFirstSample() {
		this.runner.run((context) -> {
			assertThat(timer(context, TIME, "success").count()).isZero();
			assertThat(timer(context, TIME, "error").count()).isZero();
		});
	}

	@Test
	void everyRegistryIsServedOnce() {
		this.runner.withBean("another", MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			write(false, 1, 2);
			assertThat(context).hasSingleBean(CompositeMeterRegistry.class);
			List<SimpleMeterRegistry> registries = context.getBeanProvider(SimpleMeterRegistry.class).stream().toList();
			assertThat(registries).hasSize(2);
			await().untilAsserted(() -> assertThat(registries)
				.allSatisfy((registry) -> assertThat(registry.get(TIME).tag("result", "success").timer().count())
					.isEqualTo(2)));
		});
	}

	@Test
	void nothingIsTimedUnlessAskedFor() {
		this.runner.withPropertyValues("globalbuffer.listener.timer-enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(GlobalBufferMetrics.class)
				.doesNotHaveBean(ListenerTimers.class));
		TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(GlobalBufferMetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).hasSingleBean(GlobalBufferMetrics.class)
				.doesNotHaveBean(ListenerTimers.class));
	}

	@Test
	void timersOfTheApplicationTakeTheirPlace() {
		this.runner.withBean("own", ListenerTimers.class)
			.run((context) -> assertThat(context).hasSingleBean(ListenerTimers.class).hasBean("own"));
	}

	@Test
	void whatTheCallThrowsPassesUnchanged() {
		ListenerTimers unbound = new ListenerTimers(none());
		Exception failure = new Exception("on purpose");
		List<Sample<double[]>> samples = List.of(new Sample<>(new double[0], 0, 0, 0, SampleOrigin.UNKNOWN));
		assertThatThrownBy(() -> unbound.around(new ListenerInfo("any", "imu", ReadMode.NEXT, "any"), samples, () -> {
			throw failure;
		})).isSameAs(failure);
	}

	private void write(boolean publishTime, double... values) {
		var builder = GlobalBuffer.create("imu", ArraySpec.of(DType.FLOAT64, 2)).capacity(8).directory(this.directory);
		try (ArrayWriter<double[]> writer = (publishTime ? builder.publishTime() : builder).open()) {
			for (double value : values) {
				writer.write(new double[] { value, value });
			}
		}
	}

	private static Timer timer(ApplicationContext context, String name, String result) {
		return context.getBean(MeterRegistry.class)
			.get(name)
			.tags("buffer", "imu", "listener", "picky.receive", "result", result)
			.timer();
	}

	private static Timer latency(ApplicationContext context) {
		return context.getBean(MeterRegistry.class)
			.get(LATENCY)
			.tags("buffer", "imu", "listener", "picky.receive")
			.timer();
	}

	private static <T> ObjectProvider<T> none() {
		return new ObjectProvider<>() {

			@Override
			public Stream<T> stream() {
				return Stream.empty();
			}

		};
	}

	static class Picky {

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			if (sample[0] < 0) {
				throw new IllegalArgumentException("on purpose");
			}
		}

	}

}
