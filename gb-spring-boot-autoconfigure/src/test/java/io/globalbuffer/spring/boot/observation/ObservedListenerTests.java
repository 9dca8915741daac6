// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot.observation;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.Sample;
import io.globalbuffer.StartPosition;
import io.globalbuffer.spring.DispatchMode;
import io.globalbuffer.spring.ErrorAction;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.ListenerInfo;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.observation.GlobalBufferListenerObservation.HighCardinalityKeyNames;
import io.globalbuffer.spring.boot.observation.GlobalBufferListenerObservation.LowCardinalityKeyNames;
import io.globalbuffer.spring.listener.DeliveryAdvice;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ObservedListenerTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private final RecordedObservations observations = new RecordedObservations();

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withConfiguration(AutoConfigurations.of(GlobalBufferObservationAutoConfiguration.class))
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues("globalbuffer.listener.observation-enabled=true")
			.withBean(ObservationRegistry.class, () -> this.observations.registry);
	}

	@ParameterizedTest
	@EnumSource
	void eachCallIsObservedUnderTheDocumentedNames(DispatchMode dispatch) {
		this.runner.withPropertyValues("globalbuffer.listener.dispatch=" + dispatch)
			.withBean("listening", Listening.class)
			.run((context) -> {
				write(context, 2);
				List<GlobalBufferListenerObservationContext> ended = awaitEnded(2);
				assertThat(ended).extracting(Observation.Context::getName)
					.containsOnly(GlobalBufferListenerObservation.LISTENER_PROCESS.getName());
				assertThat(ended).extracting(Observation.Context::getContextualName).containsOnly("imu process");
				assertThat(ended).extracting(Observation.Context::getLowCardinalityKeyValues)
					.containsOnly(KeyValues.of("globalbuffer.buffer", "imu", "globalbuffer.listener",
							"listening.receive", "messaging.system", "globalbuffer", "messaging.operation.name",
							"process", "messaging.operation.type", "process"));
				assertThat(ended).extracting(Observation.Context::getHighCardinalityKeyValues)
					.containsExactly(KeyValues.of("globalbuffer.sequence", "0"),
							KeyValues.of("globalbuffer.sequence", "1"));
			});
	}

	@Test
	void allDocumentedKeysAreThoseOfABatch() {
		this.runner.withBean("batching", Batching.class).run((context) -> {
			write(context, 3);
			start(context);
			GlobalBufferListenerObservationContext batch = awaitEnded(1).getFirst();
			assertThat(batch.samples()).hasSize(3);
			assertThat(batch.getLowCardinalityKeyValues()).extracting(KeyValue::getKey)
				.containsExactlyInAnyOrderElementsOf(names(LowCardinalityKeyNames.values()));
			assertThat(batch.getHighCardinalityKeyValues()).extracting(KeyValue::getKey)
				.containsExactlyInAnyOrderElementsOf(names(HighCardinalityKeyNames.values()));
			assertThat(batch.getHighCardinalityKeyValues()).contains(KeyValue.of("globalbuffer.sequence", "0"),
					KeyValue.of("messaging.batch.message_count", "3"));
		});
	}

	@Test
	void whatTheMethodThrowsIsTheErrorOfTheObservationAndReachesTheErrorHandler() {
		List<Throwable> handled = new CopyOnWriteArrayList<>();
		this.runner.withBean(Failing.class)
			.withBean("noting", GlobalBufferErrorHandler.class, () -> (error, samples, listener) -> {
				handled.add(error);
				return ErrorAction.SKIP;
			})
			.run((context) -> {
				write(context, 1);
				assertThat(awaitEnded(1).getFirst().getError()).isInstanceOf(IllegalStateException.class)
					.hasMessage("no more");
				await().untilAsserted(
						() -> assertThat(handled).containsExactly(this.observations.ended.getFirst().getError()));
			});
	}

	@Test
	void aConventionOfTheApplicationNamesObservations() {
		this.runner.withBean("listening", Listening.class)
			.withBean(GlobalBufferListenerObservationConvention.class, OwnConvention::new)
			.run((context) -> {
				write(context, 1);
				GlobalBufferListenerObservationContext ended = awaitEnded(1).getFirst();
				assertThat(ended.getName()).isEqualTo("acme.samples");
				assertThat(ended.getContextualName()).isEqualTo("imu process");
			});
	}

	@Test
	void anAdviceOfTheApplicationIsWithinTheObservation() {
		CurrentObservation advice = new CurrentObservation(this.observations.registry);
		this.runner.withBean("listening", Listening.class)
			.withBean(DeliveryAdvice.class, () -> advice)
			.run((context) -> {
				write(context, 1);
				GlobalBufferListenerObservationContext ended = awaitEnded(1).getFirst();
				assertThat(advice.seen).containsExactly(ended);
				assertThat(context.getBean(Listening.class).received).hasSize(1);
			});
	}

	@Test
	void aMeterRegistryTimesTheCallsByTheLowCardinalityKeys() {
		this.runner.withBean("listening", Listening.class)
			.withConfiguration(
					AutoConfigurations.of(ObservationAutoConfiguration.class, MetricsAutoConfiguration.class))
			.withBean(MeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				write(context, 1);
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				await().until(() -> meters.find("globalbuffer.listener.process").timer() != null);
				assertThat(meters.get("globalbuffer.listener.process").timer().getId().getTags())
					.extracting(Tag::getKey)
					.containsExactlyInAnyOrderElementsOf(
							Stream.concat(names(LowCardinalityKeyNames.values()).stream(), Stream.of("error"))
								.toList());
			});
	}

	private List<GlobalBufferListenerObservationContext> awaitEnded(int count) {
		await().untilAsserted(() -> assertThat(this.observations.ended).hasSize(count));
		return this.observations.ended;
	}

	@SuppressWarnings("unchecked")
	private static void write(ApplicationContext context, int count) {
		ArrayWriter<double[]> writer = context.getBean("imu", ArrayWriter.class);
		for (int sample = 0; sample < count; sample++) {
			writer.write(new double[] { sample, sample });
		}
	}

	private static void start(ApplicationContext context) {
		context.getBean(GlobalBufferListenerRegistry.class).all().forEach(ListenerContainer::start);
	}

	private static List<String> names(KeyName... keys) {
		return Arrays.stream(keys).map(KeyName::asString).toList();
	}

	static class Listening {

		final List<double[]> received = new CopyOnWriteArrayList<>();

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			this.received.add(sample);
		}

	}

	static class Batching {

		@GlobalBufferListener(buffer = "imu", startFrom = StartPosition.OLDEST, autoStartup = "false")
		void receive(List<double[]> samples) {
		}

	}

	static class Failing {

		@GlobalBufferListener(buffer = "imu", errorHandler = "noting")
		void receive(double[] sample) {
			throw new IllegalStateException("no more");
		}

	}

	static class OwnConvention extends DefaultGlobalBufferListenerObservationConvention {

		@Override
		public String getName() {
			return "acme.samples";
		}

	}

	/** Sees which observation it is called in. */
	static class CurrentObservation implements DeliveryAdvice {

		private final ObservationRegistry registry;

		final List<Observation.ContextView> seen = new CopyOnWriteArrayList<>();

		CurrentObservation(ObservationRegistry registry) {
			this.registry = registry;
		}

		@Override
		public void around(ListenerInfo listener, List<? extends Sample<?>> samples, Call call) throws Throwable {
			Observation current = this.registry.getCurrentObservation();
			if (current != null) {
				this.seen.add(current.getContextView());
			}
			call.proceed();
		}

	}

}
