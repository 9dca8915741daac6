// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.health;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.AbandonedSegment;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.GlobalBufferProperties;
import io.globalbuffer.spring.boot.MonitoredBuffer;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

class GlobalBufferHealthTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(GlobalBufferHealthContributorAutoConfiguration.class));
	}

	@Test
	void anOpenWriterIsUp() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu")).run((context) -> {
			Health health = health(context, "imu");
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("writer", "active").containsKey("heartbeatAge");
		});
	}

	@Test
	void aWriterThatWasNeverSeenIsUnknown() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu")).run((context) -> {
			assertThat(health(context, "imu").getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(health(context, "imu").getDetails()).containsEntry("writer", "never-seen");
		});
	}

	@Test
	void aWriterThatHasGoneIsDown() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu")).run((context) -> {
			writeAndClose(DType.FLOAT64);
			await().untilAsserted(() -> {
				assertThat(health(context, "imu").getStatus()).isEqualTo(Status.DOWN);
				assertThat(health(context, "imu").getDetails()).containsEntry("writer", "closed");
			});
		});
	}

	@Test
	void aWriterThatWasKilledIsDown() {
		writeAndClose(DType.FLOAT64);
		AbandonedSegment.in(this.directory, "imu");
		this.runner.withPropertyValues(TestApplication.arrayReader("imu")).run((context) -> {
			assertThat(health(context, "imu").getStatus()).isEqualTo(Status.DOWN);
			assertThat(health(context, "imu").getDetails()).containsEntry("writer", "dead");
		});
	}

	/** As where each container counts its processes from 1. */
	@Test
	void aDeadWriterWithTheNumberOfThisProcessIsDown() {
		writeAndClose(DType.FLOAT64);
		AbandonedSegment.ofPythonIn(this.directory, "imu");
		this.runner.withPropertyValues(TestApplication.arrayReader("imu"))
			.run((context) -> await().untilAsserted(() -> {
				assertThat(health(context, "imu").getStatus()).isEqualTo(Status.DOWN);
				assertThat(health(context, "imu").getDetails()).containsEntry("writer", "presumed-dead");
			}));
	}

	@Test
	void aWriterThatHasGoneIsUnknownWhereTheBufferIsNotRequired() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu"))
			.withPropertyValues("globalbuffer.buffers.imu.required=false")
			.run((context) -> {
				writeAndClose(DType.FLOAT64);
				await().untilAsserted(
						() -> assertThat(health(context, "imu").getDetails()).containsEntry("writer", "closed"));
				assertThat(health(context, "imu").getStatus()).isEqualTo(Status.UNKNOWN);
			});
	}

	@Test
	void aSegmentThatDoesNotFitIsDown() {
		this.runner.withPropertyValues(TestApplication.arrayReader("imu")).run((context) -> {
			writeAndClose(DType.INT32);
			await().untilAsserted(() -> assertThat(health(context, "imu").getStatus()).isEqualTo(Status.DOWN));
			assertThat(health(context, "imu").getDetails().get("error")).asString().contains("int32[2]", "float64[2]");
		});
	}

	@Test
	void aSegmentThatMayNotBeReadIsDown() {
		Health health = new BufferHealthIndicator(TestApplication.unreadable(this.directory),
				new GlobalBufferProperties.Health(null, null))
			.health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("writer", "unknown");
	}

	@Test
	void aMockedBufferIsDownAndNoFailureOfItsHealth() {
		Health health = new BufferHealthIndicator(
				new MonitoredBuffer(TestApplication.unreadable(this.directory).definition(), mock(ArrayWriter.class),
						mock(GlobalBufferListenerRegistry.class), List.of()),
				new GlobalBufferProperties.Health(null, null))
			.health();
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).containsEntry("writer", "unknown").doesNotContainKey("error");
	}

	@Test
	void aListenerWhoseCallsAllFailIsDownWhereThatIsAskedFor() {
		ApplicationContextRunner failing = this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean("throwing", Throwing.class);
		failing.run((context) -> {
			awaitErrors(context, 2);
			assertThat(health(context, "imu").getStatus()).isEqualTo(Status.UP);
			assertThat(errors(context, "errors", "throwing.receive"))
				.containsEntry("lastError", IllegalStateException.class.getName())
				.containsEntry("lastErrorPast", false);
		});
		failing.withPropertyValues("globalbuffer.health.failing-after=100ms").run((context) -> {
			awaitErrors(context, 1);
			assertThat(health(context, "imu").getStatus()).as("one failure does not last").isEqualTo(Status.UP);
			await().untilAsserted(() -> {
				write(context.getBean("imu"));
				assertThat(health(context, "imu").getStatus()).isEqualTo(Status.DOWN);
			});
			assertThat(errors(context, "broken", "throwing.receive")).containsKey("failingFor");
			context.getBean(Throwing.class).succeeding = true;
			await().untilAsserted(() -> {
				write(context.getBean("imu"));
				assertThat(health(context, "imu").getStatus()).isEqualTo(Status.UP);
			});
			assertThat(errors(context, "errors", "throwing.receive")).containsEntry("lastErrorPast", true);
		});
	}

	@Test
	void aListenerThatDoesNotComeBackFromACallIsDownWhereThatIsAskedFor() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.health.stuck-after=100ms")
			.withBean("stuck", Stuck.class)
			.run((context) -> {
				write(context.getBean("imu"));
				await().untilAsserted(() -> assertThat(health(context, "imu").getStatus()).isEqualTo(Status.DOWN));
				assertThat(errors(context, "broken", "stuck.receive")).containsOnlyKeys("inCallFor");
				context.getBean(Stuck.class).release.countDown();
				await().untilAsserted(() -> assertThat(health(context, "imu").getStatus()).isEqualTo(Status.UP));
			});
	}

	private static void awaitErrors(ApplicationContext context, int errors) {
		for (int sample = 0; sample < errors; sample++) {
			write(context.getBean("imu"));
		}
		await().until(() -> context.getBean(GlobalBufferListenerRegistry.class)
			.find("throwing.receive")
			.orElseThrow()
			.statistics()
			.errors() == errors);
	}

	@Test
	void aFailedListenerIsDown() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean("broken", Broken.class)
			.run((context) -> {
				write(context.getBean("imu"));
				await().untilAsserted(() -> {
					assertThat(health(context, "imu").getStatus()).isEqualTo(Status.DOWN);
					assertThat(health(context, "imu").getDetails()).containsEntry("listeners",
							Map.of("broken.receive", "failed"));
					assertThat(errors(context, "broken", "broken.receive")).containsEntry("stopReason", "error")
						.containsEntry("lastError", StackOverflowError.class.getName())
						.containsEntry("lastErrorPast", false)
						.containsKey("lastErrorAt");
				});
			});
	}

	@Test
	void aListenerThatItsErrorHandlerStoppedIsDown() {
		stopping().run((context) -> {
			write(context.getBean("imu"));
			await().untilAsserted(() -> {
				assertThat(health(context, "imu").getStatus()).isEqualTo(Status.DOWN);
				assertThat(health(context, "imu").getDetails()).containsEntry("listeners",
						Map.of("throwing.receive", "stopped"));
				assertThat(errors(context, "broken", "throwing.receive")).containsEntry("stopReason", "error-handler")
					.containsEntry("lastError", IllegalStateException.class.getName());
			});
			context.getBean(GlobalBufferListenerRegistry.class).find("throwing.receive").orElseThrow().start();
			assertThat(health(context, "imu").getStatus()).isEqualTo(Status.UP);
		});
	}

	@Test
	void aListenerThatItsErrorHandlerStoppedIsUnknownWhereTheBufferIsNotRequired() {
		stopping().withPropertyValues("globalbuffer.buffers.imu.required=false").run((context) -> {
			write(context.getBean("imu"));
			await().untilAsserted(() -> assertThat(health(context, "imu").getDetails()).containsKey("broken"));
			assertThat(health(context, "imu").getStatus()).isEqualTo(Status.UNKNOWN);
		});
	}

	@Test
	void aListenerPausedOnPurposeIsUp() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean("broken", Broken.class)
			.run((context) -> {
				context.getBean(GlobalBufferListenerRegistry.class).find("broken.receive").orElseThrow().pause();
				assertThat(health(context, "imu").getStatus()).isEqualTo(Status.UP);
				assertThat(health(context, "imu").getDetails())
					.containsEntry("listeners", Map.of("broken.receive", "paused"))
					.doesNotContainKey("broken");
			});
	}

	@Test
	void anUnlinkedSegmentHasLostItsWriter() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu")).run((context) -> {
			GlobalBuffer.unlink(this.directory, "imu");
			await().untilAsserted(() -> {
				assertThat(health(context, "imu").getStatus()).isEqualTo(Status.DOWN);
				assertThat(health(context, "imu").getDetails()).containsEntry("writer", "unlinked");
			});
		});
	}

	@Test
	void aListenerStoppedOnPurposeIsUp() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean("broken", Broken.class)
			.run((context) -> {
				context.getBean(GlobalBufferListenerRegistry.class).stop();
				assertThat(health(context, "imu").getStatus()).isEqualTo(Status.UP);
				assertThat(health(context, "imu").getDetails()).containsEntry("listeners",
						Map.of("broken.receive", "stopped"));
			});
	}

	@Test
	void healthIsACompositeWhateverTheNumberOfBuffers() {
		this.runner.run((context) -> assertThat(composite(context).stream()).isEmpty());
		this.runner.withPropertyValues(TestApplication.arrayReader("imu"))
			.run((context) -> assertThat(composite(context).stream()).hasSize(1));
	}

	@Test
	void healthIsNotThereWhereItIsSwitchedOff() {
		this.runner.withPropertyValues("management.health.globalbuffer.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("globalbufferHealthContributor"));
	}

	@Test
	void healthIsEmptyWhenBuffersAreSwitchedOff() {
		this.runner.withPropertyValues("globalbuffer.enabled=false")
			.run((context) -> assertThat(composite(context).stream()).isEmpty());
	}

	@Test
	void aGroupThatIncludesBuffersStartsWhenTheyAreSwitchedOff() {
		this.runner
			.withConfiguration(AutoConfigurations.of(HealthContributorRegistryAutoConfiguration.class,
					HealthEndpointAutoConfiguration.class))
			.withPropertyValues("globalbuffer.enabled=false",
					"management.endpoint.health.group.readiness.include=globalbuffer")
			.run((context) -> assertThat(context).hasNotFailed().hasBean("healthEndpoint"));
	}

	@Test
	void aBeanOfTheUsersOwnReplacesIt() {
		HealthIndicator own = () -> Health.up().build();
		this.runner.withBean("globalbufferHealthContributor", HealthIndicator.class, () -> own)
			.run((context) -> assertThat(context.getBean("globalbufferHealthContributor")).isSameAs(own));
	}

	private ApplicationContextRunner stopping() {
		return this.runner.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withBean("throwing", Throwing.class)
			.withBean(GlobalBufferErrorHandler.class, GlobalBufferErrorHandler::stopping);
	}

	private void writeAndClose(DType<?> dtype) {
		GlobalBuffer.create("imu", ArraySpec.of(dtype, 2)).capacity(4).directory(this.directory).open().close();
	}

	@SuppressWarnings("unchecked")
	private static void write(Object bean) {
		((ArrayWriter<double[]>) bean).write(new double[] { 1, 1 });
	}

	private static CompositeHealthContributor composite(ApplicationContext context) {
		return context.getBean("globalbufferHealthContributor", CompositeHealthContributor.class);
	}

	private static Health health(ApplicationContext context, String buffer) {
		@Nullable Object contributor = composite(context).getContributor(buffer);
		assertThat(contributor).isInstanceOf(HealthIndicator.class);
		Health health = (contributor instanceof HealthIndicator indicator) ? indicator.health(true) : null;
		assertThat(health).isNotNull();
		return (health != null) ? health : Health.unknown().build();
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> errors(ApplicationContext context, String detail, String listener) {
		Map<String, Map<String, Object>> byId = (Map<String, Map<String, Object>>) health(context, "imu").getDetails()
			.getOrDefault(detail, Map.of());
		return byId.getOrDefault(listener, Map.of());
	}

	static class Stuck {

		final CountDownLatch release = new CountDownLatch(1);

		@GlobalBufferListener("imu")
		void receive(double[] sample) throws InterruptedException {
			this.release.await();
		}

	}

	static class Broken {

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			throw new StackOverflowError("on purpose");
		}

	}

	static class Throwing {

		volatile boolean succeeding;

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			if (!this.succeeding) {
				throw new IllegalStateException("on purpose");
			}
		}

	}

}
