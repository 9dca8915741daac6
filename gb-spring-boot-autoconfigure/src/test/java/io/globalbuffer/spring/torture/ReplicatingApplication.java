// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.globalbuffer.kill.NumberedSamples;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.ParentProcess;
import io.globalbuffer.spring.boot.GlobalBufferAutoConfiguration;
import io.globalbuffer.spring.boot.GlobalBufferListenerAutoConfiguration;
import io.globalbuffer.spring.boot.replication.ReplicationAutoConfiguration;
import io.globalbuffer.spring.replication.Replication;
import io.globalbuffer.spring.replication.ReplicationRegistry;
import io.globalbuffer.spring.replication.ReplicationStatistics;

/**
 * An application that replicates one stream, in this process or in one of its own. The
 * latter is told the properties, and answers when it has started.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class,
		KafkaAutoConfiguration.class, ReplicationAutoConfiguration.class })
class ReplicatingApplication {

	/** Starts the process, which waits for a command then. */
	static final JavaCommand COMMAND = JavaCommand.of(ReplicatingApplication.class)
		.with(JavaCommand.QUICK_START, JavaCommand.NATIVE_ACCESS, "-Dspring.devtools.restart.enabled=false");

	/** Asks the process how many samples it has counted as lost. */
	static final String LOST = "lost";

	/** How long a record is tried to be sent. */
	static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(2);

	/** Of the mirror's buffer. */
	static final String MIRROR_SEGMENT = "mirror";

	private static final List<ConfigurableApplicationContext> RUNNING = new CopyOnWriteArrayList<>();

	/** So large that what watches it misses nothing. */
	private static final int MIRROR_CAPACITY = 1 << 16;

	/** What publishes a stream that others write. */
	static List<String> source(String broker, Path directory, String segment, String topic,
			NumberedSamples<?> samples) {
		return properties(broker, directory, "globalbuffer.buffers.origin.kind=" + samples.kind(),
				"globalbuffer.buffers.origin.role=reader", "globalbuffer.buffers.origin.segment=" + segment,
				replication("direction=publish"), replication("buffer=origin"), replication("topic=" + topic),
				replication("stream=stream"),
				// so little that what is written without a broker overruns the reader
				"spring.kafka.producer.buffer-memory=256KB",
				// so short that records are given up while the broker is away for long
				"spring.kafka.producer.properties.max.block.ms=" + GIVEN_UP_AFTER.toMillis(),
				"spring.kafka.producer.properties.request.timeout.ms=" + GIVEN_UP_AFTER.toMillis(),
				"spring.kafka.producer.properties.delivery.timeout.ms=" + GIVEN_UP_AFTER.plusMillis(100).toMillis());
	}

	/** What mirrors that stream. */
	static List<String> mirror(String broker, Path directory, String topic, NumberedSamples<?> samples) {
		return properties(broker, directory, "globalbuffer.buffers.mirrored.kind=" + samples.kind(),
				"globalbuffer.buffers.mirrored.role=reader", "globalbuffer.buffers.mirrored.segment=" + MIRROR_SEGMENT,
				replication("direction=mirror"), replication("buffer=mirrored"), replication("topic=" + topic),
				replication("stream=stream"), replication("start-from=oldest"),
				replication("capacity=" + MIRROR_CAPACITY));
	}

	private static String replication(String property) {
		return "globalbuffer.replication.stream." + property;
	}

	private static List<String> properties(String broker, Path directory, String... more) {
		return Stream.concat(
				// not of all: levels stay for the tests that follow in this process
				Stream.of("spring.application.name=torture", "logging.level.org.apache.kafka=off",
						"logging.level.org.springframework.kafka=off", "spring.main.banner-mode=off",
						"spring.kafka.bootstrap-servers=" + broker,
						"spring.kafka.properties.reconnect.backoff.max.ms=100", "globalbuffer.directory=" + directory),
				Stream.of(more))
			.toList();
	}

	/** Runs it in this process. */
	static ConfigurableApplicationContext run(List<String> properties) {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(ReplicatingApplication.class)
			.web(WebApplicationType.NONE)
			.run(properties.stream().map((property) -> "--" + property).toArray(String[]::new));
		RUNNING.removeIf((other) -> !other.isActive());
		RUNNING.add(context);
		return context;
	}

	/** What those of this process do, for people. */
	static String describeAll() {
		return RUNNING.stream()
			.filter(ConfigurableApplicationContext::isActive)
			.map(ReplicatingApplication::replication)
			.map((replication) -> replication.definition().direction() + " is " + replication.state() + " "
					+ replication.problem().orElse("") + " " + replication.statistics())
			.collect(Collectors.joining("\n"));
	}

	private static Replication replication(ConfigurableApplicationContext context) {
		return context.getBean(ReplicationRegistry.class).all().iterator().next();
	}

	/** The command that runs it in a process of its own. */
	static String start(List<String> properties) {
		return String.join(" ", properties);
	}

	/** What the one replication of an application has counted. */
	static ReplicationStatistics statistics(ConfigurableApplicationContext context) {
		return replication(context).statistics();
	}

	/** How many samples that is missing, wherever they were lost. */
	static long lost(ReplicationStatistics statistics) {
		return statistics.lostAtSource() + statistics.lostInTransit() + statistics.lostLocally();
	}

	static void main() throws Exception {
		// where answers go nothing is logged
		System.setOut(System.err);
		ParentProcess.obey((command) -> {
			if (command.equals(LOST)) {
				return Long.toString(lost(statistics(RUNNING.getFirst())));
			}
			run(List.of(command.split(" ", -1)));
			return "started";
		});
	}

}
