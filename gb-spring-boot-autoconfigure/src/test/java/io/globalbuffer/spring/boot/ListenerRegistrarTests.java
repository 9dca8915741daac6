// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ParameterizedTypeReference;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReadMode;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.Sample;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferCustomizer;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.Quote;
import io.globalbuffer.spring.SampleMetadata;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.WaitMode;
import io.globalbuffer.spring.boot.metrics.GlobalBufferMetrics;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistrar;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.InvalidListenerException;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerRegistration;
import io.globalbuffer.spring.listener.ListenerState;
import io.globalbuffer.spring.listener.UnknownBufferException;

import static io.globalbuffer.spring.boot.Listeners.threads;
import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Listeners that are registered in code.
 */
class ListenerRegistrarTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory)
			.withPropertyValues(TestApplication.arrayWriter("imu"))
			.withPropertyValues(TestApplication.messageWriter("quotes", Quote.class));
	}

	@Test
	void oneThatIsRegisteredByABeanStartsWithTheOthers() {
		this.runner.withBean("early", Early.class).run((context) -> {
			ListenerContainer container = context.getBean(GlobalBufferListenerRegistry.class)
				.find("early")
				.orElseThrow();
			assertThat(container.state()).isEqualTo(ListenerState.RUNNING);
			writer(context.getBean("imu")).write(new double[] { 1, 2 });
			await().untilAsserted(() -> assertThat(context.getBean(Early.class).received).singleElement()
				.satisfies((sample) -> assertThat(sample.value()).containsExactly(1, 2)));
		});
	}

	@Test
	void oneThatIsRegisteredLaterStartsAtOnceAndLeavesNothingWhenItIsUnregistered() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		this.runner.run((context) -> {
			GlobalBufferListenerRegistrar registrar = context.getBean(GlobalBufferListenerRegistrar.class);
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			new GlobalBufferMetrics(context.getBean(MonitoredBuffers.class), registry).bindTo(meters);
			List<Sample<Map<String, Object>>> maps = new CopyOnWriteArrayList<>();
			List<Quote> quotes = new CopyOnWriteArrayList<>();
			registrar.register(
					ListenerRegistration.of("maps", "quotes", new ParameterizedTypeReference<Map<String, Object>>() {
					}, maps::add));
			registrar.register(ListenerRegistration.batches("batches", "quotes", Quote.class,
					(samples) -> samples.stream().map(Sample::value).forEach(quotes::add)));
			Listeners.<Quote>writerOf(context.getBean("quotes")).write(new Quote("ACME", 1));
			await().untilAsserted(() -> assertThat(quotes).containsExactly(new Quote("ACME", 1)));
			await().untilAsserted(() -> assertThat(maps).singleElement()
				.returns(Map.of("symbol", "ACME", "price", 1.0), Sample::value));
			assertThat(meters.find("globalbuffer.listener.delivered").tag("listener", "maps").meters()).hasSize(1);
			assertThat(registrar.unregister("maps")).isTrue();
			assertThat(registrar.unregister("maps")).isFalse();
			assertThat(registry.ids()).containsExactly("batches");
			assertThat(threads("globalbuffer-maps")).isEmpty();
			assertThat(meters.find("globalbuffer.listener.delivered").tag("listener", "maps").meters()).isEmpty();
			registrar.register(ListenerRegistration.of("maps", "quotes", Quote.class, (sample) -> {
			}));
			assertThat(registry.ids()).containsExactly("batches", "maps");
		});
	}

	@Test
	void oneThatIsUnregisteredCannotBeStartedAgain() {
		this.runner.run((context) -> {
			GlobalBufferListenerRegistrar registrar = context.getBean(GlobalBufferListenerRegistrar.class);
			ListenerContainer container = registrar.register(doubles("gone", "imu"));
			registrar.unregister("gone");
			container.start();
			assertThat(container.state()).isEqualTo(ListenerState.STOPPED);
			assertThat(threads("globalbuffer-gone")).isEmpty();
		});
	}

	@Test
	void ofTwoThreadsThatUnregisterTheSameOneDoes() {
		CountDownLatch called = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.runner.withPropertyValues("globalbuffer.listener.shutdown-timeout=1h").run((context) -> {
			GlobalBufferListenerRegistrar registrar = context.getBean(GlobalBufferListenerRegistrar.class);
			registrar.register(ListenerRegistration.of("slow", "imu", double[].class, (sample) -> {
				called.countDown();
				release.await();
			}));
			writer(context.getBean("imu")).write(new double[2]);
			called.await();
			List<Boolean> answers = new CopyOnWriteArrayList<>();
			List<Thread> both = Stream
				.generate(() -> Thread.ofPlatform().start(() -> answers.add(registrar.unregister("slow"))))
				.limit(2)
				.toList();
			await().until(() -> both.stream().allMatch((thread) -> thread.getState() == Thread.State.TIMED_WAITING));
			release.countDown();
			await().untilAsserted(() -> assertThat(answers).containsExactlyInAnyOrder(true, false));
		});
	}

	@Test
	void oneThatStartsWhileTheOthersAreStoppedIsStoppedToo() {
		AtomicReference<GlobalBufferListenerRegistry> stopped = new AtomicReference<>();
		this.runner.withBean(GlobalBufferCustomizer.class, () -> new GlobalBufferCustomizer() {

			@Override
			public void customizeReader(String buffer, ReaderBuilder builder) {
				if (stopped.get() != null) {
					stopped.get().stop();
				}
			}

		}).run((context) -> {
			stopped.set(context.getBean(GlobalBufferListenerRegistry.class));
			ListenerContainer container = context.getBean(GlobalBufferListenerRegistrar.class)
				.register(doubles("late", "imu"));
			assertThat(container.state()).isEqualTo(ListenerState.STOPPED);
			assertThat(threads("globalbuffer-late")).isEmpty();
		});
	}

	@Test
	void aMethodOfAnObjectNeedsNoAnnotation() {
		this.runner.run((context) -> {
			Described described = new Described();
			context.getBean(GlobalBufferListenerRegistrar.class)
				.register(ListenerRegistration.of("described", "imu", described,
						Described.class.getDeclaredMethod("receive", double[].class, SampleMetadata.class)));
			writer(context.getBean("imu")).write(new double[] { 1, 2 });
			await().untilAsserted(
					() -> assertThat(described.received).singleElement().returns(List.of(2L), SampleMetadata::shape));
		});
	}

	@Test
	void whatAttributesSayCanBeSaid() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("dead"))
			.withPropertyValues("which=imu")
			.withBean("strict", GlobalBufferErrorHandler.class, GlobalBufferErrorHandler::stopping)
			.run((context) -> {
				ListenerContainer container = context.getBean(GlobalBufferListenerRegistrar.class)
					.register(ListenerRegistration.of("set", "${which}", double[].class, (sample) -> {
						throw new IllegalStateException("on purpose");
					})
						.mode(ReadMode.LATEST)
						.minInterval(Duration.ofMillis(1))
						.waitStrategy(WaitMode.POLL)
						.errorHandler("strict")
						.failedTo("dead")
						.autoStartup(false));
				assertThat(container).returns(ListenerState.CREATED, ListenerContainer::state)
					.returns(ReadMode.LATEST, ListenerContainer::mode)
					.returns(WaitMode.POLL, ListenerContainer::waitMode)
					.returns("imu", ListenerContainer::buffer);
				assertThat(container.failedTo()).contains("dead");
				container.start();
				writer(context.getBean("imu")).write(new double[] { 1, 2 });
				await().until(() -> container.state() == ListenerState.STOPPED);
			});
	}

	@Test
	void whatCannotBeIsRefusedAndNotThere() {
		try (ArrayWriter<long[]> other = GlobalBuffer.create("odd", ArraySpec.of(DType.INT64, 2))
			.capacity(4)
			.directory(this.directory)
			.open()) {
			this.runner.withPropertyValues(TestApplication.buffer("odd", "kind=array", "role=reader"))
				.run((context) -> {
					GlobalBufferListenerRegistrar registrar = context.getBean(GlobalBufferListenerRegistrar.class);
					assertThatExceptionOfType(UnknownBufferException.class)
						.isThrownBy(() -> registrar.register(doubles("a", "nowhere")));
					assertThatExceptionOfType(InvalidListenerException.class)
						.isThrownBy(() -> registrar.register(doubles("a", "quotes")))
						.withMessageContaining(
								"receive(Sample<double[]>) of bean 'a' cannot receive samples of message");
					assertThatExceptionOfType(InvalidListenerException.class)
						.isThrownBy(() -> registrar.register(doubles("a", "odd")))
						.withMessageContaining("holds int64[2]");
					registrar.register(doubles("a", "imu"));
					assertThatExceptionOfType(InvalidListenerException.class)
						.isThrownBy(() -> registrar.register(doubles("a", "imu")))
						.withMessageContaining("Listener id 'a' belongs to two methods");
					assertThat(context.getBean(GlobalBufferListenerRegistry.class).ids()).containsExactly("a");
				});
			assertThat(other.isOpen()).isTrue();
		}
	}

	private static ListenerRegistration doubles(String id, String buffer) {
		return ListenerRegistration.of(id, buffer, double[].class, (sample) -> {
		});
	}

	static class Early implements InitializingBean {

		private final GlobalBufferListenerRegistrar registrar;

		private final List<Sample<double[]>> received = new CopyOnWriteArrayList<>();

		Early(GlobalBufferListenerRegistrar registrar) {
			this.registrar = registrar;
		}

		@Override
		public void afterPropertiesSet() {
			this.registrar.register(ListenerRegistration.of("early", "imu", double[].class, this.received::add));
		}

	}

	static class Described {

		private final List<SampleMetadata> received = new CopyOnWriteArrayList<>();

		void receive(double[] sample, SampleMetadata metadata) {
			this.received.add(metadata);
		}

	}

}
