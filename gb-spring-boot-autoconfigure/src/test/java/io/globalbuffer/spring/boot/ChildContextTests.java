// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.activity.GlobalBufferActivityAutoConfiguration;
import io.globalbuffer.spring.boot.metrics.GlobalBufferMetricsAutoConfiguration;
import io.globalbuffer.spring.boot.test.TestBuffers;
import io.globalbuffer.spring.event.ListenerIdleEvent;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * What a context keeps of the listeners of a child that has come and gone.
 */
@SuppressWarnings("try")
class ChildContextTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final String ID = "childListener.receive";

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ConfigurableApplicationContext parent;

	@BeforeEach
	void start() {
		String[] properties = Stream
			.of(Stream.of(TestApplication.arrayWriter("imu")), Stream.of(TestApplication.arrayWriter("other")),
					Stream.of("globalbuffer.directory=" + this.directory, "globalbuffer.listener.timer-enabled=true",
							"globalbuffer.listener.idle-event-interval=300ms"))
			.flatMap((each) -> each)
			.toArray(String[]::new);
		this.parent = new SpringApplicationBuilder(Parent.class).web(WebApplicationType.NONE)
			.properties(properties)
			.run();
	}

	@AfterEach
	void close() {
		this.parent.close();
	}

	@Test
	void metersOfItsListenersLeaveWithIt() {
		try (ConfigurableApplicationContext child = child(Child.class)) {
			assertThat(meters()).isNotEmpty();
		}
		assertThat(meters()).isEmpty();
		assertThat(this.parent.getBean(MeterRegistry.class).find("globalbuffer.written").tag("buffer", "imu").meter())
			.isNotNull();
	}

	@Test
	void listenersOfTheNextOneAreCountedAndTimedOnce() {
		child(Child.class).close();
		try (ConfigurableApplicationContext child = child(Child.class)) {
			writeAndAwait(child);
			MeterRegistry registry = this.parent.getBean(MeterRegistry.class);
			assertThat(registry.get("globalbuffer.listener.delivered").tag("listener", ID).functionCounter().count())
				.isOne();
			await().atMost(TIMEOUT)
				.untilAsserted(() -> assertThat(registry.get("globalbuffer.listener.time")
					.tags("listener", ID, "result", "success")
					.timer()
					.count()).isOne());
		}
	}

	@Test
	void listenersOfTheNextOneAreSeenToBeIdle() {
		List<ListenerIdleEvent> idle = this.parent.getBean(Parent.class).idle;
		try (ConfigurableApplicationContext child = child(Child.class)) {
			await().atMost(TIMEOUT).until(() -> !idle.isEmpty());
		}
		idle.clear();
		try (ConfigurableApplicationContext child = child(Child.class)) {
			await().atMost(TIMEOUT).until(() -> !idle.isEmpty());
		}
	}

	@Test
	void aGrandchildsListenersLeaveAllItsAncestors() {
		try (ConfigurableApplicationContext child = child(Empty.class)) {
			try (ConfigurableApplicationContext grandchild = child(child, Child.class)) {
				assertThat(ids(grandchild)).containsExactly(ID);
				assertThat(ids(child)).containsExactly(ID);
				assertThat(ids(this.parent)).containsExactly(ID);
			}
			assertThat(ids(child)).isEmpty();
			assertThat(ids(this.parent)).isEmpty();
		}
	}

	@Test
	void aListenerThatWasRefusedIsNotInTheWayOfTheNext() {
		assertThatThrownBy(() -> child(Circle.class)).hasMessageContaining("Listeners send in a circle");
		try (ConfigurableApplicationContext child = child(Sending.class)) {
			assertThat(ids(this.parent)).containsExactly("forward.receive");
		}
	}

	private List<?> meters() {
		return List.copyOf(Search.in(this.parent.getBean(MeterRegistry.class)).tag("listener", ID).meters());
	}

	private ConfigurableApplicationContext child(Class<?> configuration) {
		return child(this.parent, configuration);
	}

	private static ConfigurableApplicationContext child(ConfigurableApplicationContext parent, Class<?> configuration) {
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE).parent(parent).run();
	}

	private static Iterable<String> ids(ConfigurableApplicationContext context) {
		return context.getBean(GlobalBufferListenerRegistry.class).ids();
	}

	@SuppressWarnings("unchecked")
	private static void writeAndAwait(ConfigurableApplicationContext child) {
		((ArrayWriter<double[]>) child.getBean("imu")).write(new double[] { 1, 1 });
		TestBuffers.awaitDelivered(child.getBean(GlobalBufferListenerRegistry.class), ID, TIMEOUT);
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class,
			MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
			GlobalBufferMetricsAutoConfiguration.class, GlobalBufferActivityAutoConfiguration.class })
	static class Parent {

		private final List<ListenerIdleEvent> idle = new CopyOnWriteArrayList<>();

		@Bean
		MeterRegistry meterRegistry() {
			return new SimpleMeterRegistry();
		}

		@EventListener
		void on(ListenerIdleEvent event) {
			this.idle.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class })
	static class Empty {

	}

	@Configuration(proxyBeanMethods = false)
	static class Child extends Empty {

		@Bean
		Listeners.Counting childListener() {
			return new Listeners.Counting();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Sending extends Empty {

		@Bean
		Forward forward() {
			return new Forward();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Circle extends Empty {

		@Bean
		Back back() {
			return new Back();
		}

		@Bean
		Forward forward() {
			return new Forward();
		}

	}

	static class Forward {

		@GlobalBufferListener(value = "imu", sendTo = "other")
		double[] receive(double[] sample) {
			return sample;
		}

	}

	static class Back {

		@GlobalBufferListener(value = "other", sendTo = "imu")
		double[] receive(double[] sample) {
			return sample;
		}

	}

}
