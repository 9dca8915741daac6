package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurationImportSelector;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotationAttributes;
import org.springframework.core.type.AnnotationMetadata;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Auto-configurations found and filtered as in an application.
 */
class OptionalModulesTests {

	private static final String HEALTH = "globalbufferHealthContributor";

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void withAllModulesThereAreEndpointHealthAndMeters() {
		runner().withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> assertThat(context).hasSingleBean(ArrayWriter.class)
				.hasBean("globalBufferEndpoint")
				.hasBean("globalBufferMetrics")
				.hasBean(HEALTH));
	}

	@Test
	void withoutActuatorThereIsNoEndpoint() {
		runner().withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasSingleBean(ArrayWriter.class)
				.doesNotHaveBean("globalBufferEndpoint")
				.hasBean(HEALTH));
	}

	@Test
	void withoutHealthThereIsNoHealth() {
		runner().withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
			.run((context) -> assertThat(context).hasSingleBean(ArrayWriter.class)
				.hasBean("globalBufferEndpoint")
				.doesNotHaveBean(HEALTH));
	}

	@Test
	void withoutMicrometerThereAreNoMeters() {
		runner().withClassLoader(new FilteredClassLoader("io.micrometer", "org.springframework.boot.micrometer"))
			.run((context) -> assertThat(context).hasSingleBean(ArrayWriter.class)
				.hasBean("globalBufferEndpoint")
				.hasBean(HEALTH)
				.doesNotHaveBean("globalBufferMetrics"));
	}

	@Test
	void withoutAnyOptionalModuleThereAreStillBuffers() {
		runner()
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate",
					"org.springframework.boot.health", "io.micrometer", "org.springframework.boot.micrometer"))
			.run((context) -> assertThat(context).hasSingleBean(ArrayWriter.class));
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withUserConfiguration(Application.class)
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
