// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SampleMetadata;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.activity.Events;
import io.globalbuffer.spring.boot.activity.GlobalBufferActivityAutoConfiguration;
import io.globalbuffer.spring.event.ReplicationStartedEvent;
import io.globalbuffer.spring.event.ReplicationStoppedEvent;
import io.globalbuffer.spring.replication.Replication;
import io.globalbuffer.spring.replication.ReplicationRegistry;
import io.globalbuffer.spring.replication.ReplicationState;
import io.globalbuffer.spring.replication.ReplicationStatistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that publishes one buffer and mirrors its stream into another.
 */
class BothDirectionsTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@RegisterExtension
	static final EmbeddedBroker broker = new EmbeddedBroker();

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private final Receiver receiver = new Receiver();

	private final Events events = new Events();

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare(TestInfo test) {
		String topic = "topic=" + test.getTestMethod().orElseThrow().getName();
		this.runner = broker.application(this.directory)
			.withConfiguration(AutoConfigurations.of(GlobalBufferActivityAutoConfiguration.class))
			.withPropertyValues("spring.application.name=both")
			.withPropertyValues(TestApplication.arrayWriter("local"))
			.withPropertyValues(TestApplication.arrayReader("remote"))
			.withPropertyValues(EmbeddedBroker.replication("out", "direction=publish", "buffer=local", topic))
			.withPropertyValues(EmbeddedBroker.replication("in", "direction=mirror", "buffer=remote", topic,
					"stream=local", "start-from=oldest"))
			.withBean("receiver", Receiver.class, () -> this.receiver)
			.withBean("events", Events.class, () -> this.events);
	}

	@Test
	void everySampleComesOnceAlsoOverRestarts() {
		this.runner.run((context) -> {
			write(context, 0, 5);
			awaitReceived(5);
			assertThat(replication(context, "out").statistics())
				.isEqualTo(new ReplicationStatistics(5, 5 * 16, 0, 0, 0, 0, 0));
			assertThat(replication(context, "in").statistics())
				.isEqualTo(new ReplicationStatistics(5, 5 * 16, 0, 0, 0, 0, 0));
			assertThat(context.getBean(ReplicationRegistry.class).all()).extracting(Replication::state)
				.containsOnly(ReplicationState.RUNNING);
			// not awaited: what was read is sent, and what was sent comes
			write(context, 5, 5);
		});
		this.runner.run((context) -> {
			write(context, 10, 5);
			awaitReceived(15);
		});
		assertThat(this.events.of(ReplicationStartedEvent.class)).hasSize(4);
		assertThat(this.events.of(ReplicationStoppedEvent.class)).hasSize(4);
	}

	@Test
	void theContextMayPause() {
		this.runner.run((context) -> {
			write(context, 0, 5);
			awaitReceived(5);
			context.getSourceApplicationContext().stop();
			assertThat(context.getBean(ReplicationRegistry.class).all()).extracting(Replication::state)
				.containsOnly(ReplicationState.STOPPED);
			write(context, 5, 5);
			context.getSourceApplicationContext().start();
			awaitReceived(10);
		});
	}

	private void awaitReceived(int count) {
		await().atMost(TIMEOUT).until(() -> this.receiver.sequences.size() >= count);
		assertThat(this.receiver.sequences).isEqualTo(LongStream.range(0, count).boxed().toList());
		List<Double> expected = new ArrayList<>();
		LongStream.range(0, count).forEach((number) -> expected.add((double) number));
		assertThat(this.receiver.values).isEqualTo(expected);
	}

	@SuppressWarnings("unchecked")
	private static void write(ApplicationContext context, int first, int count) {
		ArrayWriter<double[]> writer = context.getBean("local", ArrayWriter.class);
		for (int number = first; number < first + count; number++) {
			writer.write(new double[] { number, -number });
		}
	}

	private static Replication replication(ApplicationContext context, String name) {
		return context.getBean(ReplicationRegistry.class).find(name).orElseThrow();
	}

	static class Receiver {

		private final List<Long> sequences = new CopyOnWriteArrayList<>();

		private final List<Double> values = new CopyOnWriteArrayList<>();

		@GlobalBufferListener(value = "remote", id = "receiver", resume = "true")
		void receive(double[] sample, SampleMetadata metadata) {
			this.values.add(sample[0]);
			this.sequences.add(metadata.sequence());
		}

	}

}
