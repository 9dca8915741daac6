// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.replication;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import io.globalbuffer.spring.ReplicationDirection;
import io.globalbuffer.spring.ReplicationInfo;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.activity.Events;
import io.globalbuffer.spring.boot.activity.GlobalBufferActivityAutoConfiguration;
import io.globalbuffer.spring.boot.endpoint.BuffersDescriptor;
import io.globalbuffer.spring.boot.endpoint.GlobalBufferEndpoint;
import io.globalbuffer.spring.boot.endpoint.GlobalBufferEndpointAutoConfiguration;
import io.globalbuffer.spring.boot.endpoint.ReplicationDescriptor;
import io.globalbuffer.spring.boot.health.GlobalBufferHealthContributorAutoConfiguration;
import io.globalbuffer.spring.boot.metrics.GlobalBufferMetricsAutoConfiguration;
import io.globalbuffer.spring.event.ReplicationEvent;
import io.globalbuffer.spring.event.ReplicationFailedEvent;
import io.globalbuffer.spring.event.ReplicationLossEvent;
import io.globalbuffer.spring.event.ReplicationRecoveredEvent;
import io.globalbuffer.spring.event.ReplicationStartedEvent;
import io.globalbuffer.spring.event.ReplicationStoppedEvent;
import io.globalbuffer.spring.replication.ReplicationFactory;
import io.globalbuffer.spring.replication.ReplicationRegistry;
import io.globalbuffer.spring.replication.ReplicationState;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What is seen of replications, whatever they do.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReplicationMonitoringTests {

	private static final String LOGGER = "io.globalbuffer.spring";

	private static final ReplicationInfo OUT = new ReplicationInfo("out", ReplicationDirection.PUBLISH, "imu", "pulses",
			"imu");

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		((Logger) LoggerFactory.getLogger(LOGGER)).setLevel(Level.INFO);
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ReplicationAutoConfiguration.class,
					GlobalBufferActivityAutoConfiguration.class, GlobalBufferEndpointAutoConfiguration.class,
					GlobalBufferHealthContributorAutoConfiguration.class, GlobalBufferMetricsAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=globalbuffer")
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues(EmbeddedBroker.replication("out", "direction=publish", "buffer=imu", "topic=pulses"))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("events", Events.class)
			.withBean(ReplicationFactory.class, () -> FakeReplication::new);
	}

	@AfterEach
	void quiet() {
		((Logger) LoggerFactory.getLogger(LOGGER)).setLevel(null);
	}

	@Test
	void oneThatRunsIsUp() {
		this.runner.run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails()).containsEntry("replications", Map.of("out", "running"))
				.doesNotContainKey("problems");
			out(context).stop();
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			assertThat(health(context).getDetails()).containsEntry("replications", Map.of("out", "stopped"));
		});
	}

	@Test
	void oneThatFailsIsDown() {
		this.runner.run((context) -> {
			out(context).fail("No broker");
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context).getDetails()).containsEntry("replications", Map.of("out", "failing"))
				.containsEntry("problems", Map.of("out", "No broker"));
		});
		this.runner.withPropertyValues("globalbuffer.buffers.imu.required=false").run((context) -> {
			out(context).fail("No broker");
			assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
		});
	}

	@Test
	void theEndpointShowsIt() {
		this.runner.run((context) -> {
			out(context).lose(3, 4, 5);
			out(context).fail("No broker");
			GlobalBufferEndpoint endpoint = context.getBean(GlobalBufferEndpoint.class);
			ReplicationDescriptor expected = new ReplicationDescriptor("publish", "imu", "pulses", "imu", "failing",
					"No broker", 7, 112, 1, 2, new ReplicationDescriptor.Lost(3, 4, 5));
			assertThat(endpoint.buffers()).extracting(BuffersDescriptor::replications)
				.isEqualTo(Map.of("out", expected));
			assertThat(Objects.requireNonNull(endpoint.buffer("imu")).replications())
				.isEqualTo(Map.of("out", expected));
		});
	}

	@Test
	void itIsMeasured() {
		this.runner.run((context) -> {
			out(context).lose(3, 4, 5);
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(List.of("samples", "bytes", "skipped", "repeated"))
				.extracting((what) -> meters.get("globalbuffer.replication." + what)
					.tags("replication", "out", "direction", "publish")
					.functionCounter()
					.count())
				.containsExactly(7.0, 112.0, 1.0, 2.0);
			assertThat(List.of("source", "transit", "local"))
				.extracting((stage) -> meters.get("globalbuffer.replication.lost")
					.tags("replication", "out", "direction", "publish", "stage", stage)
					.functionCounter()
					.count())
				.containsExactly(3.0, 4.0, 5.0);
			assertThat(running(meters)).isOne();
			out(context).fail("No broker");
			assertThat(running(meters)).isZero();
		});
	}

	private static double running(MeterRegistry meters) {
		return meters.get("globalbuffer.replication.running")
			.tags("replication", "out", "direction", "publish")
			.gauge()
			.value();
	}

	@Test
	void whatBecomesOfItIsPublished(CapturedOutput output) {
		this.runner.run((context) -> {
			Events events = context.getBean(Events.class);
			awaitEvent(events, new ReplicationStartedEvent(OUT));
			out(context).fail("No broker");
			awaitEvent(events, new ReplicationFailedEvent(OUT, "No broker"));
			out(context).recover();
			awaitEvent(events, new ReplicationRecoveredEvent(OUT));
			out(context).stop();
			awaitEvent(events, new ReplicationStoppedEvent(OUT));
			assertThat(events.of(ReplicationEvent.class)).hasSize(4);
		});
		assertThat(output).contains(
				"Replication 'out' of buffer 'imu' runs: it publishes to stream 'imu' of topic 'pulses'",
				"Replication 'out' of buffer 'imu' fails, and tries again: No broker",
				"Replication 'out' of buffer 'imu' has stopped, after 0 samples");
	}

	@Test
	void theLastOneSeesTheEndOfTheApplication() {
		Events events = new Events();
		this.runner.withBean("seen", Events.class, () -> events)
			.run((context) -> awaitEvent(events, new ReplicationStartedEvent(OUT)));
		assertThat(events.of(ReplicationStoppedEvent.class)).containsExactly(new ReplicationStoppedEvent(OUT));
	}

	@Test
	void lostSamplesArePublishedByStage(CapturedOutput output) {
		this.runner.withPropertyValues("globalbuffer.listener.overrun-event-interval=0s").run((context) -> {
			Events events = context.getBean(Events.class);
			out(context).lose(3, 0, 1);
			awaitEvent(events, new ReplicationLossEvent(OUT, 3, 0, 1, 4));
			out(context).lose(3, 2, 1);
			awaitEvent(events, new ReplicationLossEvent(OUT, 0, 2, 0, 6));
		});
		assertThat(output).containsOnlyOnce("Replication 'out' of buffer 'imu' loses samples: 4 so far");
	}

	@Test
	void whatItWaitsForIsLoggedWhereItWaits(CapturedOutput output) {
		this.runner.run((context) -> {
			FakeReplication out = out(context);
			out.problem = "There is no segment";
			out.state = ReplicationState.WAITING;
			await()
				.until(() -> output.getOut().contains("Replication 'out' of buffer 'imu' waits: There is no segment"));
		});
	}

	private static void awaitEvent(Events events, ReplicationEvent event) {
		await().untilAsserted(() -> assertThat(events.of(ReplicationEvent.class)).contains(event));
	}

	private static FakeReplication out(ApplicationContext context) {
		return (FakeReplication) context.getBean(ReplicationRegistry.class).find("out").orElseThrow();
	}

	private static Health health(ApplicationContext context) {
		CompositeHealthContributor all = context.getBean("globalbufferHealthContributor",
				CompositeHealthContributor.class);
		return Objects.requireNonNull(((HealthIndicator) Objects.requireNonNull(all.getContributor("imu"))).health());
	}

}
