// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;
import io.globalbuffer.spring.listener.ListenerState;

import static io.globalbuffer.spring.boot.Listeners.container;
import static io.globalbuffer.spring.boot.Listeners.threads;
import static io.globalbuffer.spring.boot.Listeners.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ListenerLifecycleTests {

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	private ApplicationContextRunner runner;

	@BeforeEach
	void prepare() {
		this.runner = TestApplication.in(this.directory).withPropertyValues(TestApplication.arrayWriter("imu"));
	}

	@Test
	void aListenerRunsOnOneThreadOfItsNameAndAnotherKeepsTheProcessAlive() {
		this.runner.withBean("counting", Listeners.Counting.class).run((context) -> {
			assertThat(threads("globalbuffer-counting.receive")).singleElement()
				.satisfies((thread) -> assertThat(thread.isDaemon()).isTrue())
				.satisfies((thread) -> assertThat(thread.isVirtual()).isFalse());
			assertThat(threads("globalbuffer-keep-alive"))
				.anySatisfy((thread) -> assertThat(thread.isDaemon()).isFalse());
			assertThat(context.getBean(GlobalBufferListenerRegistry.class).find("counting.receive")).get()
				.extracting(ListenerContainer::state)
				.isEqualTo(ListenerState.RUNNING);
		});
	}

	@Test
	void closingTheContextEndsAWaitingListenerAtOnce() {
		this.runner.withBean("closing", Listeners.Counting.class).run((context) -> {
			long before = System.nanoTime();
			context.getSourceApplicationContext().close();
			// far below the shutdown timeout of ten seconds
			assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
			assertThat(threads("globalbuffer-closing.receive")).isEmpty();
		});
	}

	@Test
	void aStoppedListenerStartsAgainAndItsCountsGoOn() {
		this.runner.withBean("counting", Listeners.Counting.class).run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			ArrayWriter<double[]> writer = writer(context.getBean("imu"));
			writer.write(new double[] { 1, 1 });
			await().until(() -> container.statistics().delivered() == 1);
			container.stop();
			assertThat(container.state()).isEqualTo(ListenerState.STOPPED);
			container.start();
			writer.write(new double[] { 2, 2 });
			await().until(() -> container.statistics().delivered() == 2);
		});
	}

	@Test
	void autoStartupIsHonouredAtEveryStartOfTheRegistry() {
		this.runner.withBean("manual", Manual.class).withPropertyValues("start-manual=false").run((context) -> {
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			assertThat(container(registry).state()).isEqualTo(ListenerState.CREATED);
			registry.stop();
			registry.start();
			assertThat(container(registry).state()).isEqualTo(ListenerState.CREATED);
			container(registry).start();
			assertThat(container(registry).state()).isEqualTo(ListenerState.RUNNING);
		});
	}

	@Test
	void theAutoStartupPropertyIsTheDefaultOfListeners() {
		this.runner.withBean(Listeners.Counting.class)
			.withPropertyValues("globalbuffer.listener.auto-startup=false")
			.run((context) -> assertThat(container(context.getBean(GlobalBufferListenerRegistry.class)).state())
				.isEqualTo(ListenerState.CREATED));
	}

	@Test
	void aListenerStartedAfterTheOthersWereStoppedEndsWithTheContext() {
		this.runner.withBean("late", Listeners.Counting.class).run((context) -> {
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			registry.stop();
			container(registry).start();
			context.getSourceApplicationContext().close();
			await().untilAsserted(() -> assertThat(threads("globalbuffer-late.receive")).isEmpty());
		});
	}

	@Test
	void aStoppedContextStartsAgain() {
		this.runner.withBean("again", Listeners.Counting.class).run((context) -> {
			ListenerContainer container = container(context.getBean(GlobalBufferListenerRegistry.class));
			context.getSourceApplicationContext().stop();
			assertThat(container.state()).isEqualTo(ListenerState.STOPPED);
			context.getSourceApplicationContext().start();
			writer(context.getBean("imu")).write(new double[] { 1, 1 });
			await().until(() -> container.statistics().delivered() == 1);
		});
	}

	@Test
	void aListenerMayCloseItsOwnContext() {
		this.runner.withBean("last", ContextCloser.class).run((context) -> {
			context.getBean(ContextCloser.class).close = context.getSourceApplicationContext()::close;
			writer(context.getBean("imu")).write(new double[] { 1, 1 });
			await().until(() -> !context.getSourceApplicationContext().isActive());
			await().untilAsserted(() -> assertThat(threads("globalbuffer-last.receive")).isEmpty());
		});
	}

	static class Manual {

		@GlobalBufferListener(value = "imu", autoStartup = "${start-manual}")
		void receive(double[] sample) {
		}

	}

	static class ContextCloser {

		volatile Runnable close = () -> {
		};

		@GlobalBufferListener("imu")
		void receive(double[] sample) {
			this.close.run();
		}

	}

}
