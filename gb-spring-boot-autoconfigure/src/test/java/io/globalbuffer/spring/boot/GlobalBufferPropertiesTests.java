// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

import io.globalbuffer.OnExisting;
import io.globalbuffer.ReadMode;
import io.globalbuffer.codec.FieldNaming;
import io.globalbuffer.spring.BufferKind;
import io.globalbuffer.spring.BufferRole;
import io.globalbuffer.spring.DispatchMode;
import io.globalbuffer.spring.WaitMode;
import io.globalbuffer.spring.boot.GlobalBufferProperties.Buffer;

import static org.assertj.core.api.Assertions.assertThat;

class GlobalBufferPropertiesTests {

	private static final Map<String, Object> HOST_PULSE = Map.of("globalbuffer.buffers.host-pulse.kind", "array",
			"globalbuffer.buffers.host-pulse.role", "writer", "globalbuffer.buffers.host-pulse.dtype", "float64",
			"globalbuffer.buffers.host-pulse.capacity", "8");

	@Test
	void defaultsAreThoseOfTheDocumentation() {
		GlobalBufferProperties properties = bind(Map.of(), Map.of());
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.naming()).isEqualTo(FieldNaming.AS_DECLARED);
		assertThat(properties.takeOverTimeout()).isEqualTo(Duration.ofSeconds(10));
		assertThat(properties.directory()).isEqualTo(Path.of("/dev/shm"));
		assertThat(properties.liveness().heartbeatInterval()).isEqualTo(Duration.ofMillis(500));
		assertThat(properties.liveness().timeout()).isEqualTo(Duration.ofSeconds(2));
		assertThat(properties.listener().autoStartup()).isTrue();
		assertThat(properties.listener().mode()).isEqualTo(ReadMode.NEXT);
		assertThat(properties.listener().waitStrategy()).isEqualTo(WaitMode.AUTO);
		assertThat(properties.listener().pollMin()).isNull();
		assertThat(properties.listener().pollMax()).isNull();
		assertThat(properties.listener().dispatch()).isEqualTo(DispatchMode.THREAD);
		assertThat(properties.listener().sharedThreads()).isNull();
		assertThat(properties.listener().retryInterval()).isEqualTo(Duration.ofMillis(500));
		assertThat(properties.listener().shutdownTimeout()).isEqualTo(Duration.ofSeconds(10));
		assertThat(properties.buffers()).isEmpty();
	}

	@Test
	void defaultsOfABufferAreThoseOfTheDocumentation() {
		Buffer buffer = buffer(bind(Map.of("globalbuffer.buffers.imu.kind", "array"), Map.of()), "imu");
		assertThat(buffer.required()).isTrue();
		assertThat(buffer.trace()).isFalse();
	}

	@Test
	void allValuesOfABufferAreBound() {
		String prefix = "globalbuffer.buffers.quotes.";
		Buffer buffer = buffer(bind(Map.ofEntries(Map.entry(prefix + "kind", "message"),
				Map.entry(prefix + "role", "reader"), Map.entry(prefix + "segment", "acme.quotes"),
				Map.entry(prefix + "shape", "2,3"), Map.entry(prefix + "type", "java.util.Map"),
				Map.entry(prefix + "max-bytes", "4KB"), Map.entry(prefix + "schema", "classpath:quote.json"),
				Map.entry(prefix + "required", "false"), Map.entry(prefix + "liveness.timeout", "5s"),
				Map.entry(prefix + "on-existing", "fail"), Map.entry(prefix + "take-over-timeout", "1s"),
				Map.entry(prefix + "on-close", "unlink"), Map.entry(prefix + "dtype", "datetime64[ns]")), Map.of()),
				"quotes");
		assertThat(buffer.kind()).isEqualTo(BufferKind.MESSAGE);
		assertThat(buffer.role()).isEqualTo(BufferRole.READER);
		assertThat(buffer.segment()).isEqualTo("acme.quotes");
		assertThat(buffer.shape()).isEqualTo(List.of(2L, 3L));
		assertThat(buffer.type()).isEqualTo(Map.class);
		assertThat(buffer.maxBytes()).isEqualTo(DataSize.ofKilobytes(4));
		assertThat(buffer.schema()).isEqualTo("classpath:quote.json");
		assertThat(buffer.required()).isFalse();
		assertThat(Objects.requireNonNull(buffer.liveness()).timeout()).isEqualTo(Duration.ofSeconds(5));
		assertThat(buffer.onExisting()).isEqualTo(OnExisting.FAIL);
		assertThat(buffer.takeOverTimeout()).isEqualTo(Duration.ofSeconds(1));
		assertThat(buffer.onClose()).isEqualTo(OnClose.UNLINK);
		assertThat(Objects.requireNonNull(buffer.dtype()).dtype().name()).isEqualTo("datetime64[ns]");
	}

	@ParameterizedTest
	@CsvSource({ "fail, FAIL", "take-over, TAKE_OVER", "take-over-presumed-dead, TAKE_OVER_PRESUMED_DEAD",
			"replace, REPLACE" })
	void whatToDoWithAnExistingSegmentIsWrittenWithDashes(String text, OnExisting onExisting) {
		Buffer buffer = buffer(bind(Map.of("globalbuffer.buffers.imu.on-existing", text), Map.of()), "imu");
		assertThat(buffer.onExisting()).isEqualTo(onExisting);
	}

	@Test
	void anEnvironmentVariableWithoutTheDashSetsTheDashedBuffer() {
		GlobalBufferProperties properties = bind(HOST_PULSE, Map.of("GLOBALBUFFER_BUFFERS_HOSTPULSE_CAPACITY", "64"));
		assertThat(properties.buffers()).containsOnlyKeys("host-pulse");
		assertThat(buffer(properties, "host-pulse").capacity()).isEqualTo(64);
		assertThat(Objects.requireNonNull(buffer(properties, "host-pulse").dtype()).dtype().name())
			.isEqualTo("float64");
	}

	@Test
	void anEnvironmentVariableWithAnUnderscoreSetsTheDashedBuffer() {
		GlobalBufferProperties properties = bind(HOST_PULSE, Map.of("GLOBALBUFFER_BUFFERS_HOST_PULSE_CAPACITY", "64"));
		assertThat(properties.buffers()).containsOnlyKeys("host-pulse");
		assertThat(buffer(properties, "host-pulse").capacity()).isEqualTo(64);
	}

	private static Buffer buffer(GlobalBufferProperties properties, String name) {
		return Objects.requireNonNull(properties.buffers().get(name));
	}

	private static GlobalBufferProperties bind(Map<String, Object> file, Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().remove(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		environment.getPropertySources().addLast(new MapPropertySource("file", file));
		return new Binder(ConfigurationPropertySources.from(environment.getPropertySources()))
			.bindOrCreate("globalbuffer", GlobalBufferProperties.class);
	}

}
