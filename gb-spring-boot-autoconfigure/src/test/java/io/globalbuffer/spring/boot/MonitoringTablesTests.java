// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;

import io.globalbuffer.WriterState;
import io.globalbuffer.spring.ListenerInfo;
import io.globalbuffer.spring.ReplicationInfo;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.endpoint.BufferDescriptor;
import io.globalbuffer.spring.boot.endpoint.BuffersDescriptor;
import io.globalbuffer.spring.boot.endpoint.OperationRefusal;
import io.globalbuffer.spring.boot.endpoint.ReplicationDescriptor;
import io.globalbuffer.spring.boot.metrics.GlobalBufferMetricsAutoConfiguration;
import io.globalbuffer.spring.boot.replication.EmbeddedBroker;
import io.globalbuffer.spring.boot.replication.ReplicationAutoConfiguration;
import io.globalbuffer.spring.event.GlobalBufferEvent;
import io.globalbuffer.spring.event.StopReason;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.replication.ReplicationState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The tables of {@code docs/monitoring.md} say what the code does.
 */
class MonitoringTablesTests {

	private static final DocumentedTables TABLES = DocumentedTables.of("monitoring.md");

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void everyMeterIsDocumentedWithItsTypeUnitAndTags() {
		TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, KafkaAutoConfiguration.class,
					ReplicationAutoConfiguration.class, GlobalBufferMetricsAutoConfiguration.class))
			.withPropertyValues(EmbeddedBroker.replication("out", "direction=publish", "buffer=imu", "topic=imu",
					"auto-startup=false"))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.listener.timer-enabled=true")
			.withPropertyValues(TestApplication.buffer("imu", "publish-time=true"))
			.withBean("counting", Listeners.Counting.class)
			.run((context) -> {
				Listeners.writer(context.getBean("imu")).write(new double[2]);
				await().untilAsserted(() -> assertThat(documentedMeters())
					.containsExactlyInAnyOrderEntriesOf(meters(context.getBean(MeterRegistry.class))));
			});
	}

	@ParameterizedTest
	@MethodSource("records")
	void everyFieldIsDocumented(String heading, String header, Class<?> type) {
		assertThat(TABLES.names(heading, header)).containsExactlyElementsOf(components(type));
	}

	static Stream<Arguments> records() {
		return Stream.of(Arguments.of("### All buffers", "field", BuffersDescriptor.class),
				Arguments.of("### A line of a buffer", "field", BuffersDescriptor.Summary.class),
				Arguments.of("### Shared threads", "field", BuffersDescriptor.Dispatch.class),
				Arguments.of("### One buffer", "field", BufferDescriptor.class),
				Arguments.of("### Layout", "field", BufferDescriptor.Layout.class),
				Arguments.of("### Writer", "field", BufferDescriptor.Writer.class),
				Arguments.of("### Listener", "field", BufferDescriptor.Listener.class),
				Arguments.of("### Reader", "field", BufferDescriptor.Reader.class),
				Arguments.of("### Replication", "field", ReplicationDescriptor.class),
				Arguments.of("### Lost", "field", ReplicationDescriptor.Lost.class),
				Arguments.of("### Operating listeners", "refusal", OperationRefusal.class),
				Arguments.of("## Events", "listener info", ListenerInfo.class),
				Arguments.of("## Events", "replication info", ReplicationInfo.class));
	}

	@ParameterizedTest
	@MethodSource("states")
	void everyStateIsDocumented(String heading, String header, Class<? extends Enum<?>> type) {
		assertThat(TABLES.names(heading, header)).containsExactlyElementsOf(labels(type));
	}

	static Stream<Arguments> states() {
		return Stream.of(Arguments.of("## Writers", "writer state", WriterState.class),
				Arguments.of("## Listeners", "listener state", ListenerState.class),
				Arguments.of("## Listeners", "stop reason", StopReason.class),
				Arguments.of("## Replications", "replication state", ReplicationState.class));
	}

	@Test
	void everyEventIsDocumentedWithItsFields() {
		Map<String, List<String>> documented = TABLES.rows("## Events", "event")
			.stream()
			.collect(Collectors.toMap((row) -> row.codes(0).getFirst(), (row) -> row.codes(1)));
		Map<String, List<String>> published = leaves(GlobalBufferEvent.class)
			.collect(Collectors.toMap(Class::getSimpleName, MonitoringTablesTests::components));
		assertThat(documented).containsExactlyInAnyOrderEntriesOf(published);
	}

	private static Map<String, String> documentedMeters() {
		return TABLES.rows("## Meters", "meter")
			.stream()
			.collect(Collectors.toMap((row) -> row.codes(0).getFirst(),
					(row) -> describe(row.cells().get(1), row.cells().get(2), Set.copyOf(row.codes(3)))));
	}

	private static Map<String, String> meters(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.map(Meter::getId)
			.filter((meter) -> meter.getName().startsWith("globalbuffer."))
			.collect(Collectors.toMap(Meter.Id::getName, MonitoringTablesTests::describe, (first, second) -> {
				assertThat(second).isEqualTo(first);
				return first;
			}));
	}

	private static String describe(Meter.Id meter) {
		String unit = meter.getBaseUnit();
		return describe(meter.getType().name().toLowerCase(Locale.ROOT), (unit != null) ? unit : "",
				meter.getTags().stream().map(Tag::getKey).collect(Collectors.toSet()));
	}

	private static String describe(String type, String unit, Set<String> tags) {
		return type + ", unit '" + unit + "', tags " + tags.stream().sorted().toList();
	}

	private static List<String> components(Class<?> type) {
		return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
	}

	private static List<String> labels(Class<? extends Enum<?>> type) {
		return Arrays.stream(type.getEnumConstants())
			.map((constant) -> constant.name().toLowerCase(Locale.ROOT).replace('_', '-'))
			.toList();
	}

	private static Stream<Class<?>> leaves(Class<?> type) {
		return type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()).flatMap(MonitoringTablesTests::leaves)
				: Stream.of(type);
	}

}
