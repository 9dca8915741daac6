// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.ProcessResources;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.boot.test.TestBuffers;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;

import static io.globalbuffer.spring.boot.Listeners.container;
import static io.globalbuffer.spring.boot.Listeners.threads;
import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ContextRestartTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private static final int MANY = 50;

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@TempDir(factory = SharedMemoryDirectory.class)
	Path otherDirectory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory).withPropertyValues(TestApplication.arrayWriter("imu"));
	}

	@Test
	void aContextCanBeStoppedAndStartedAgainAndAgainAndCountsGoOn() {
		this.runner.withBean("counting", Listeners.Counting.class).run((context) -> {
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			ConfigurableApplicationContext source = context.getSourceApplicationContext();
			for (int round = 1; round <= 3; round++) {
				assertThat(registry.isRunning()).isTrue();
				writeAndAwait(context.getBean("imu"), registry, "counting.receive", round);
				source.stop();
				assertThat(registry.isRunning()).isFalse();
				assertThat(container(registry).state()).isEqualTo(ListenerState.STOPPED);
				assertThat(threads("globalbuffer-counting.receive")).isEmpty();
				source.start();
			}
		});
	}

	@Test
	void aRestartedContextHonoursAutoStartup() {
		this.runner.withBean("counting", Listeners.Counting.class).withBean("manual", Manual.class).run((context) -> {
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			ListenerContainer manual = registry.find("manual.receive").orElseThrow();
			ConfigurableApplicationContext source = context.getSourceApplicationContext();
			manual.start();
			source.restart();
			assertThat(manual.state()).isEqualTo(ListenerState.STOPPED);
			source.stop();
			source.start();
			assertThat(manual.state()).isEqualTo(ListenerState.STOPPED);
			TestBuffers.awaitRunning(registry, TIMEOUT, "counting.receive");
			manual.start();
			TestBuffers.awaitRunning(registry, TIMEOUT, "manual.receive");
		});
	}

	@Test
	void aPausedContextKeepsItsListenersAndStopsNoneTwice() {
		this.runner.withBean("counting", Listeners.Counting.class).run((context) -> {
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			ConfigurableApplicationContext source = context.getSourceApplicationContext();
			source.pause();
			source.restart();
			writeAndAwait(context.getBean("imu"), registry, "counting.receive", 1);
		});
	}

	@Test
	void theRegistryCanBeStoppedAndStartedByItself() {
		this.runner.withBean("counting", Listeners.Counting.class).run((context) -> {
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			writeAndAwait(context.getBean("imu"), registry, "counting.receive", 1);
			registry.stop();
			assertThat(container(registry).state()).isEqualTo(ListenerState.STOPPED);
			// what is written while nobody listens is delivered afterwards
			writer(context.getBean("imu")).write(new double[] { 1, 1 });
			registry.start();
			writeAndAwait(context.getBean("imu"), registry, "counting.receive", 3);
		});
	}

	@Test
	void aContainerStoppedByItselfLeavesTheOthersAlone() {
		this.runner.withBean("one", Listeners.Counting.class)
			.withBean("other", Listeners.Counting.class)
			.run((context) -> {
				GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
				ListenerContainer one = registry.find("one.receive").orElseThrow();
				for (int round = 1; round <= 3; round++) {
					one.stop();
					assertThat(one.state()).isEqualTo(ListenerState.STOPPED);
					writeAndAwait(context.getBean("imu"), registry, "other.receive", 2 * round - 1);
					one.start();
					writeAndAwait(context.getBean("imu"), registry, "one.receive", 2L * round);
				}
			});
	}

	@Test
	void contextsOnTheSameDirectoryOneAfterTheOtherGoOnWithTheStreamAndLeaveNothingBehind() {
		long[] next = { 0 };
		ProcessResources[] warm = new ProcessResources[1];
		for (int round = 0; round < MANY; round++) {
			this.runner.withBean("counting", Listeners.Counting.class).run((context) -> {
				GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
				assertThat(writer(context.getBean("imu")).write(new double[] { 1, 1 })).isEqualTo(next[0]++);
				await().atMost(TIMEOUT).until(() -> container(registry).statistics().delivered() == 1);
			});
			if (round == MANY / 5) {
				warm[0] = resourcesWithoutHeartbeat();
			}
		}
		ProcessResources end = resourcesWithoutHeartbeat();
		assertThat(ProcessResources.mappingsOf(this.directory.toString())).isZero();
		assertThat(ProcessResources.bufferThreads()).isEmpty();
		assertThat(end.mappings()).isEqualTo(warm[0].mappings());
		// of the forty contexts in between each would have left at least one
		assertThat(end.threads()).isLessThan(warm[0].threads() + 10);
		assertThat(end.descriptors()).isLessThan(warm[0].descriptors() + 10);
		assertThat(end.heapBytes()).isLessThan(warm[0].heapBytes() + (16 << 20));
	}

	@Test
	void lazyInitializationKeepsListenersAndMakesWritersWhenTheyAreNeeded() {
		this.runner.withPropertyValues(TestApplication.arrayWriter("unused"))
			.withPropertyValues("spring.main.lazy-initialization=true")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withUserConfiguration(LazyApplication.class)
			.run((context) -> {
				GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
				assertThat(registry.isRunning()).isTrue();
				assertThat(registry.ids()).containsExactly("lazyListener.receive");
				assertThat(this.directory.resolve("gb_unused")).doesNotExist();
				writer(context.getBean("imu")).write(new double[] { 1, 1 });
				TestBuffers.awaitRunning(registry, TIMEOUT);
				await().atMost(TIMEOUT).until(() -> container(registry).statistics().delivered() == 1);
			});
	}

	@Test
	void aChildContextSharesTheBuffersOfItsParent() {
		try (ConfigurableApplicationContext parent = application(this.directory, Parent.class).run()) {
			GlobalBufferListenerRegistry registry = parent.getBean(GlobalBufferListenerRegistry.class);
			try (ConfigurableApplicationContext child = new SpringApplicationBuilder(Child.class)
				.web(WebApplicationType.NONE)
				.parent(parent)
				.run()) {
				assertThat(child.getBean("imu")).isSameAs(parent.getBean("imu"));
				assertThat(registry.ids()).containsExactly("parentListener.receive");
				writeAndAwait(child.getBean("imu"), registry, "parentListener.receive", 1);
			}
			writeAndAwait(parent.getBean("imu"), registry, "parentListener.receive", 2);
		}
	}

	@Test
	void listenersOfAChildContextUseItsParentsBuffersAndEndWithIt() {
		try (ConfigurableApplicationContext parent = application(this.directory, Parent.class).run()) {
			GlobalBufferListenerRegistry registry = parent.getBean(GlobalBufferListenerRegistry.class);
			try (ConfigurableApplicationContext child = new SpringApplicationBuilder(ListeningChild.class)
				.web(WebApplicationType.NONE)
				.parent(parent)
				.run()) {
				GlobalBufferListenerRegistry ofChild = child.getBean(GlobalBufferListenerRegistry.class);
				assertThat(child.getBean("imu")).isSameAs(parent.getBean("imu"));
				assertThat(child.getBeansOfType(MonitoredBuffers.class)).isEmpty();
				assertThat(ofChild.ids()).containsExactly("childListener.receive");
				assertThat(registry.ids()).containsExactly("parentListener.receive", "childListener.receive");
				assertThat(parent.getBean(MonitoredBuffers.class).find("imu").orElseThrow().listeners()).hasSize(2);
				writeAndAwait(parent.getBean("imu"), ofChild, "childListener.receive", 1);
			}
			assertThat(threads("globalbuffer-childListener.receive")).isEmpty();
			assertThat(registry.ids()).containsExactly("parentListener.receive");
			writeAndAwait(parent.getBean("imu"), registry, "parentListener.receive", 2);
		}
	}

	@Test
	void twoContextsMayHaveTheSameBuffersInDifferentDirectories() {
		this.runner.withBean("counting", Listeners.Counting.class)
			.run((one) -> TestApplication.in(this.otherDirectory)
				.withPropertyValues(TestApplication.arrayWriter("imu"))
				.withBean("counting", Listeners.Counting.class)
				.run((other) -> {
					GlobalBufferListenerRegistry ofOne = one.getBean(GlobalBufferListenerRegistry.class);
					GlobalBufferListenerRegistry ofOther = other.getBean(GlobalBufferListenerRegistry.class);
					writeAndAwait(one.getBean("imu"), ofOne, "counting.receive", 1);
					writeAndAwait(one.getBean("imu"), ofOne, "counting.receive", 2);
					writeAndAwait(other.getBean("imu"), ofOther, "counting.receive", 1);
					assertThat(container(ofOne).statistics().delivered()).isEqualTo(2);
					other.getSourceApplicationContext().close();
					writeAndAwait(one.getBean("imu"), ofOne, "counting.receive", 3);
				}));
	}

	private static void writeAndAwait(Object writer, GlobalBufferListenerRegistry registry, String listener,
			long delivered) {
		writer(writer).write(new double[] { 1, 1 });
		TestBuffers.awaitDelivered(registry, listener, TIMEOUT);
		assertThat(registry.find(listener).orElseThrow().statistics().delivered()).isEqualTo(delivered);
	}

	/** The heartbeat thread ends a second after the last buffer is closed. */
	private static ProcessResources resourcesWithoutHeartbeat() {
		await().atMost(TIMEOUT).until(() -> ProcessResources.bufferThreads().isEmpty());
		return ProcessResources.now();
	}

	private static SpringApplicationBuilder application(Path directory, Class<?> configuration) {
		String[] properties = Stream
			.concat(Stream.of("globalbuffer.directory=" + directory), Stream.of(TestApplication.arrayWriter("imu")))
			.toArray(String[]::new);
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE).properties(properties);
	}

	static class Manual {

		@GlobalBufferListener(value = "imu", autoStartup = "false")
		void receive(double[] sample) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyApplication {

		@Bean
		Listeners.Counting lazyListener() {
			return new Listeners.Counting();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class })
	static class Parent {

		@Bean
		Listeners.Counting parentListener() {
			return new Listeners.Counting();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class })
	static class ListeningChild {

		@Bean
		Listeners.Counting childListener() {
			return new Listeners.Counting();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Child {

		@Bean
		String user(ArrayWriter<double[]> imu) {
			return imu.name();
		}

	}

}
