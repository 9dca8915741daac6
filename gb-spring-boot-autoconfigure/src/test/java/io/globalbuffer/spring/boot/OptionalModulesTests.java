// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.activity.GlobalBufferActivityAutoConfiguration;
import io.globalbuffer.spring.boot.endpoint.GlobalBufferEndpointAutoConfiguration;
import io.globalbuffer.spring.boot.health.GlobalBufferHealthContributorAutoConfiguration;
import io.globalbuffer.spring.boot.metrics.GlobalBufferMetricsAutoConfiguration;
import io.globalbuffer.spring.boot.replication.ReplicationAutoConfiguration;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Auto-configurations found and filtered as in an application.
 */
class OptionalModulesTests {

	private static final String HEALTH = "globalbufferHealthContributor";

	private static final String METERS = "globalBufferMetrics";

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void withAllModulesThereAreEndpointHealthAndMeters() {
		runner().withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).hasSingleBean(ArrayWriter.class)
				.hasBean("globalBufferEndpoint")
				.hasBean(METERS)
				.hasBean(HEALTH));
	}

	@Test
	void withoutActuatorThereIsNoEndpoint() {
		without("org.springframework.boot.actuate").run((context) -> {
			assertThat(context).doesNotHaveBean("globalBufferEndpoint").hasBean(HEALTH).hasBean(METERS);
			assertDelivery(context);
		});
	}

	@Test
	void withoutHealthThereIsNoHealth() {
		without("org.springframework.boot.health").run((context) -> {
			assertThat(context).doesNotHaveBean(HEALTH).hasBean("globalBufferEndpoint").hasBean(METERS);
			assertDelivery(context);
		});
	}

	@Test
	void withoutMicrometerThereAreNoMeters() {
		without("io.micrometer", "org.springframework.boot.micrometer").run((context) -> {
			assertThat(context).doesNotHaveBean(METERS)
				.doesNotHaveBean("globalBufferListenerTimers")
				.hasBean("globalBufferEndpoint")
				.hasBean(HEALTH);
			assertDelivery(context);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.micrometer.observation", "io.micrometer.tracing",
			"org.springframework.boot.micrometer.observation", "org.springframework.boot.micrometer.tracing",
			"org.springframework.test" })
	void withoutTracingAndTestsNothingElseIsMissing(String filtered) {
		without(filtered).run((context) -> {
			assertThat(context).hasBean("globalBufferEndpoint").hasBean(HEALTH).hasBean(METERS);
			assertDelivery(context);
		});
	}

	@Test
	void withoutAnyOptionalModuleThereAreStillBuffersAndListeners() {
		without("org.springframework.boot.actuate", "org.springframework.boot.health", "io.micrometer",
				"org.springframework.boot.micrometer", "org.springframework.test")
			.run((context) -> {
				assertThat(context).doesNotHaveBean("globalBufferEndpoint")
					.doesNotHaveBean(HEALTH)
					.doesNotHaveBean(METERS);
				assertDelivery(context);
			});
	}

	@ParameterizedTest
	@ValueSource(classes = { GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class,
			GlobalBufferActivityAutoConfiguration.class, GlobalBufferEndpointAutoConfiguration.class,
			GlobalBufferHealthContributorAutoConfiguration.class, GlobalBufferMetricsAutoConfiguration.class,
			ReplicationAutoConfiguration.class })
	void withoutOneAutoConfigurationTheOthersStart(Class<?> excluded) {
		runner().withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("spring.autoconfigure.exclude=" + excluded.getName())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(excluded));
	}

	@Test
	void withoutBuffersThereIsNothingElse() {
		runner().withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues("spring.autoconfigure.exclude=" + GlobalBufferAutoConfiguration.class.getName())
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(GlobalBufferListenerRegistry.class)
				.doesNotHaveBean("globalBufferEndpoint")
				.doesNotHaveBean(METERS));
	}

	private ApplicationContextRunner without(String... packages) {
		return runner().withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withClassLoader(new FilteredClassLoader(packages));
	}

	private static void assertDelivery(ApplicationContext context) {
		Listeners.writer(context.getBean("imu")).write(new double[] { 1, 2 });
		await().untilAsserted(() -> assertThat(context.getBean(Listeners.Arrays.class).received).hasSize(1));
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withBean("arrays", Listeners.Arrays.class)
			.withPropertyValues("globalbuffer.directory=" + this.directory,
					"management.endpoints.web.exposure.include=globalbuffer")
			.withPropertyValues(TestApplication.arrayWriter("imu"));
	}

	@Configuration(proxyBeanMethods = false)
	@Import(OwnAutoConfigurations.class)
	static class Application {

	}

	/**
	 * Chooses as {@code @EnableAutoConfiguration} does, among our own: Boot's would have
	 * to be filtered as well.
	 */
	static class OwnAutoConfigurations extends AutoConfigurationImportSelector {

		@Override
		protected AnnotationAttributes getAttributes(AnnotationMetadata metadata) {
			return new AnnotationAttributes(Map.of("exclude", new String[0], "excludeName", new String[0]));
		}

		@Override
		protected List<String> getCandidateConfigurations(AnnotationMetadata metadata,
				@Nullable AnnotationAttributes attributes) {
			return super.getCandidateConfigurations(metadata, attributes).stream()
				.filter((name) -> name.startsWith("io.globalbuffer."))
				.toList();
		}

	}

}
