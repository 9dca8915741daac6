// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import java.nio.file.Path;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.TraceContextSource;
import io.globalbuffer.spring.listener.DeliveryAdvice;

import static org.assertj.core.api.Assertions.assertThat;

class ObservationAutoConfigurationTests {

	private static final String ASKED_FOR = "globalbuffer.listener.observation-enabled=true";

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(GlobalBufferObservationAutoConfiguration.class,
					GlobalBufferTracingAutoConfiguration.class))
			.withPropertyValues(TestApplication.arrayWriter("imu"));
	}

	@Test
	void listenersAreObservedAndTracedWhereThatIsAskedFor() {
		complete().withPropertyValues(ASKED_FOR)
			.run((context) -> assertThat(context).hasSingleBean(DeliveryAdvice.class)
				.hasSingleBean(ListenerTracingObservationHandler.class)
				.hasSingleBean(TraceContextSource.class));
	}

	@Test
	void listenersAreNotObservedUnlessThatIsAskedFor() {
		complete().run((context) -> assertThat(context).doesNotHaveBean(DeliveryAdvice.class)
			.doesNotHaveBean(ListenerTracingObservationHandler.class)
			.hasSingleBean(TraceContextSource.class));
	}

	@Test
	void withoutAnObservationRegistryNothingIsObserved() {
		this.runner.withPropertyValues(ASKED_FOR)
			.run((context) -> assertThat(context).hasSingleBean(ArrayWriter.class)
				.doesNotHaveBean(DeliveryAdvice.class));
	}

	@Test
	void withoutATracerThereAreObservationsButNoTraces() {
		this.runner.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withPropertyValues(ASKED_FOR)
			.run((context) -> assertThat(context).hasSingleBean(DeliveryAdvice.class)
				.doesNotHaveBean(ListenerTracingObservationHandler.class)
				.doesNotHaveBean(TraceContextSource.class));
	}

	@Test
	void withoutMicrometerTracingThereAreObservationsButNoTraces() {
		this.runner.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
			.withPropertyValues(ASKED_FOR)
			.run((context) -> assertThat(context).hasSingleBean(DeliveryAdvice.class)
				.doesNotHaveBean(GlobalBufferTracingAutoConfiguration.class));
	}

	@Test
	void withoutMicrometerThereAreStillBuffers() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.withPropertyValues(ASKED_FOR)
			.run((context) -> assertThat(context).hasSingleBean(ArrayWriter.class)
				.doesNotHaveBean(DeliveryAdvice.class)
				.doesNotHaveBean(TraceContextSource.class));
	}

	@Test
	void switchedOffThereIsNothing() {
		complete().withPropertyValues(ASKED_FOR, "globalbuffer.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DeliveryAdvice.class)
				.doesNotHaveBean(ListenerTracingObservationHandler.class)
				.doesNotHaveBean(TraceContextSource.class));
	}

	@Test
	void aTraceContextSourceOfTheApplicationReplacesTheTracers() {
		TraceContextSource own = () -> null;
		complete().withBean(TraceContextSource.class, () -> own)
			.run((context) -> assertThat(context).getBean(TraceContextSource.class).isSameAs(own));
	}

	@Test
	void aTracerThatIsSwitchedOffTellsNoTrace() {
		complete().run((context) -> assertThat(context.getBean(TraceContextSource.class).get()).isNull());
	}

	private ApplicationContextRunner complete() {
		return this.runner.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.withBean(Tracer.class, () -> Tracer.NOOP);
	}

}
