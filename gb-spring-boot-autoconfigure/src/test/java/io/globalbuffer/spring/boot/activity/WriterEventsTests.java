// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.activity;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.WriterState;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.event.ListenerIdleEvent;
import io.globalbuffer.spring.event.WriterLostEvent;
import io.globalbuffer.spring.event.WriterReturnedEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is published of writers that go and come.
 */
class WriterEventsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/** The monitor looks several times in it. */
	private static final Duration LONG_ENOUGH = Duration.ofMillis(1500);

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner reading;

	@BeforeEach
	void prepare() {
		this.reading = application().withPropertyValues(TestApplication.arrayReader("imu"));
	}

	@Test
	void theFirstWriterIsAnnounced() {
		this.reading.run((context) -> {
			Events events = context.getBean(Events.class);
			awaitLook(events);
			try (ArrayWriter<double[]> writer = open()) {
				await().untilAsserted(() -> assertThat(events.of(WriterReturnedEvent.class))
					.containsExactly(new WriterReturnedEvent("imu", ProcessHandle.current().pid(), true)));
				assertThat(events.of(WriterLostEvent.class)).isEmpty();
				assertThat(writer.isOpen()).isTrue();
			}
		});
	}

	@Test
	void aWriterThatIsThereAtTheStartIsNotAnnounced() {
		try (ArrayWriter<double[]> writer = open()) {
			this.reading.run((context) -> {
				Events events = context.getBean(Events.class);
				awaitLook(events);
				await().during(LONG_ENOUGH)
					.untilAsserted(() -> assertThat(events.of(WriterReturnedEvent.class)).isEmpty());
			});
			assertThat(writer.isOpen()).isTrue();
		}
	}

	@Test
	void aWriterThatClosesIsLostAndReturnsInTheSameSession() {
		ArrayWriter<double[]> writer = open();
		this.reading.run((context) -> {
			Events events = context.getBean(Events.class);
			awaitLook(context.getBean(Events.class));
			writer.close();
			await().untilAsserted(() -> assertThat(events.of(WriterLostEvent.class))
				.containsExactly(new WriterLostEvent("imu", WriterState.CLOSED)));
			try (ArrayWriter<double[]> again = open()) {
				await().untilAsserted(() -> assertThat(events.of(WriterReturnedEvent.class))
					.containsExactly(new WriterReturnedEvent("imu", ProcessHandle.current().pid(), false)));
				assertThat(again.isOpen()).isTrue();
			}
		});
	}

	@Test
	void aKilledProcessIsLostAndItsSuccessorIsANewSession() {
		this.reading.run((context) -> {
			Events events = context.getBean(Events.class);
			long first;
			try (JavaProcess process = WritingProcess.start(this.directory, "imu")) {
				first = process.pid();
				await().atMost(PATIENCE)
					.untilAsserted(() -> assertThat(events.of(WriterReturnedEvent.class))
						.containsExactly(new WriterReturnedEvent("imu", first, true)));
				process.kill();
				await().atMost(PATIENCE)
					.untilAsserted(() -> assertThat(events.of(WriterLostEvent.class))
						.containsExactly(new WriterLostEvent("imu", WriterState.DEAD)));
			}
			try (JavaProcess process = WritingProcess.start(this.directory, "imu")) {
				await().atMost(PATIENCE)
					.untilAsserted(() -> assertThat(events.of(WriterReturnedEvent.class)).hasSize(2)
						.last()
						.isEqualTo(new WriterReturnedEvent("imu", process.pid(), true)));
			}
		});
	}

	@Test
	void aSegmentThatIsUnlinkedHasLostItsWriter() {
		try (ArrayWriter<double[]> writer = open()) {
			this.reading.run((context) -> {
				awaitLook(context.getBean(Events.class));
				writer.unlink();
				await().untilAsserted(() -> assertThat(context.getBean(Events.class).of(WriterLostEvent.class))
					.containsExactly(new WriterLostEvent("imu", WriterState.UNLINKED)));
			});
		}
	}

	@Test
	void ownWritersAreNotLostWhenTheApplicationEnds() {
		Events[] events = new Events[1];
		application().withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues(TestApplication.arrayReader("imu-again"))
			.withPropertyValues("globalbuffer.buffers.imu-again.segment=imu")
			.run((context) -> {
				events[0] = context.getBean(Events.class);
				awaitLook(context.getBean(Events.class));
			});
		assertThat(events[0].of(WriterLostEvent.class)).isEmpty();
	}

	private ApplicationContextRunner application() {
		return TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(GlobalBufferActivityAutoConfiguration.class))
			.withBean("events", Events.class)
			.withBean("waiting", Waiting.class)
			.withPropertyValues("globalbuffer.listener.idle-event-interval=1ms");
	}

	/** Writers are looked at before listeners. */
	private static void awaitLook(Events events) {
		await().untilAsserted(() -> assertThat(events.of(ListenerIdleEvent.class)).isNotEmpty());
	}

	private ArrayWriter<double[]> open() {
		return GlobalBuffer.create("imu", ArraySpec.of(DType.FLOAT64, 2))
			.capacity(4)
			.directory(this.directory)
			.onExisting(OnExisting.TAKE_OVER)
			.open();
	}

	static class Waiting {

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
		}

	}

}
