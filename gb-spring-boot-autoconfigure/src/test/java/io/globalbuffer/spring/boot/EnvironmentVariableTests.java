// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.GlobalBufferProperties.BufferLiveness;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Buffers declared in a file, with environment variables over it.
 */
class EnvironmentVariableTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "GLOBALBUFFER_BUFFERS_HOST_PULSE_CAPACITY", "GLOBALBUFFER_BUFFERS_HOSTPULSE_CAPACITY" })
	void aVariableSetsAValueOfABufferWithADash(String variable) {
		runner(TestApplication.arrayWriter("host-pulse"), Map.of(variable, "7")).run((context) -> {
			assertThat(context).hasSingleBean(ArrayWriter.class).hasBean("host-pulse").doesNotHaveBean("hostpulse");
			assertThat(context.getBean(ArrayWriter.class).layout()).get()
				.extracting(BufferLayout::capacity)
				.isEqualTo(7L);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "GLOBALBUFFER_BUFFERS_IMU_SHAPE_0", "GLOBALBUFFER_BUFFERS_IMU_SHAPE_0_" })
	void aVariableSetsAnElementOfAList(String variable) {
		runner(TestApplication.arrayWriter("imu"), Map.of(variable, "5"))
			.run((context) -> assertThat(context.getBean(ArrayWriter.class).spec().shape()).containsExactly(5));
	}

	@Test
	void aBufferCanBeDeclaredByVariablesAlone() {
		runner(new String[0],
				Map.of("GLOBALBUFFER_BUFFERS_IMU_KIND", "array", "GLOBALBUFFER_BUFFERS_IMU_ROLE", "writer",
						"GLOBALBUFFER_BUFFERS_IMU_DTYPE", "float64", "GLOBALBUFFER_BUFFERS_IMU_SHAPE", "2,3",
						"GLOBALBUFFER_BUFFERS_IMU_CAPACITY", "4"))
			.run((context) -> assertThat(context.getBean(ArrayWriter.class).spec().shape()).containsExactly(2, 3));
	}

	@Test
	void aBufferWithADashCanBeDeclaredByVariablesAlone() {
		String prefix = "GLOBALBUFFER_BUFFERS_HOST_PULSE_";
		Map<String, Object> variables = Map.of(prefix + "KIND", "array", prefix + "ROLE", "writer", prefix + "DTYPE",
				"float64", prefix + "SHAPE_0", "5", prefix + "CAPACITY", "4", prefix + "LIVENESS_TIMEOUT", "7s",
				prefix + "PUBLISH_TIME", "true");
		runner(new String[0], variables).run((context) -> {
			assertThat(context).hasSingleBean(ArrayWriter.class).hasBean("host-pulse");
			assertThat(context.getBean(ArrayWriter.class).spec().shape()).containsExactly(5);
			assertThat(context.getBean(GlobalBufferProperties.class).buffers()).containsOnlyKeys("host-pulse")
				.hasEntrySatisfying("host-pulse", (buffer) -> {
					assertThat(buffer.liveness()).isEqualTo(new BufferLiveness(Duration.ofSeconds(7)));
					assertThat(buffer.publishTime()).isTrue();
				});
		});
	}

	@Test
	void aReplicationWithADashCanBeDeclaredByVariablesAlone() {
		String prefix = "GLOBALBUFFER_REPLICATION_PULSE_OUT_";
		runner(new String[0], Map.of(prefix + "DIRECTION", "publish", prefix + "TOPIC", "pulses"))
			.run((context) -> assertThat(context.getBean(GlobalBufferProperties.class).replication())
				.containsOnlyKeys("pulse-out")
				.hasEntrySatisfying("pulse-out", (replication) -> assertThat(replication.topic()).isEqualTo("pulses")));
	}

	@Test
	void variablesDeclareNoBufferBesideTheOneOfAFileThatDiffersInDashes() {
		runner(TestApplication.arrayReader("hostpulse"), Map.of("GLOBALBUFFER_BUFFERS_HOST_PULSE_KIND", "array"))
			.run((context) -> assertThat(context).getFailure()
				.hasMessageContaining("globalbuffer.buffers.hostpulse")
				.hasMessageContaining("Differs from buffer 'host-pulse' in dashes only"));
	}

	@Test
	void aVariableOfAPropertyThatDoesNotExistIsIgnored() {
		runner(TestApplication.arrayWriter("imu"), Map.of("GLOBALBUFFER_BUFFERS_IMU_CAPCITY", "5"))
			.run((context) -> assertThat(context).hasSingleBean(ArrayWriter.class));
	}

	private ApplicationContextRunner runner(String[] file, Map<String, Object> variables) {
		Map<String, Object> declared = new HashMap<>();
		for (String property : file) {
			String[] parts = property.split("=", 2);
			declared.put(parts[0], parts[1]);
		}
		return TestApplication.in(this.directory).withInitializer((context) -> {
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
			sources.replace(name, new SystemEnvironmentPropertySource(name, variables));
			sources.addLast(new MapPropertySource("file", declared));
			new DashedBufferVariables().postProcessEnvironment(context.getEnvironment(), new SpringApplication());
		});
	}

}
