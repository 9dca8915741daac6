// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.globalbuffer.StartPosition;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;
import io.globalbuffer.spring.listener.ListenerContainer;

/**
 * An application that listens to the messages of buffer {@code sounds}, has little
 * memory, and prints what came of it once each listener has received two.
 */
final class SmallHeapApplication {

	private static final int LIMIT_SECONDS = 20;

	private SmallHeapApplication() {
	}

	/** The command that starts the process. */
	static JavaCommand command(String directory) {
		return JavaCommand.of(SmallHeapApplication.class, directory)
			.with(JavaCommand.NATIVE_ACCESS, JavaCommand.QUICK_START, "-Xmx40m",
					"-Dspring.devtools.restart.enabled=false", "-Dspring.main.banner-mode=off");
	}

	static void main(String[] arguments) throws InterruptedException {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("globalbuffer.directory=" + arguments[0], "globalbuffer.listener.retry-interval=1h")
			.properties(TestApplication.buffer("sounds", "kind=message", "role=reader"))
			.run()) {
			Receiver receiver = context.getBean(Receiver.class);
			receiver.both.await(LIMIT_SECONDS, TimeUnit.SECONDS);
			GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
			System.out.println(receiver.single + " " + receiver.batched
					+ registry.all()
						.stream()
						.sorted((one, other) -> one.id().compareTo(other.id()))
						.map(SmallHeapApplication::describe)
						.collect(Collectors.joining()));
		}
	}

	private static String describe(ListenerContainer listener) {
		return " " + listener.id() + " " + listener.state().label() + " errors " + listener.statistics().errors()
				+ " overruns " + listener.statistics().overruns();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class })
	static class Application {

		@Bean
		Receiver receiver() {
			return new Receiver();
		}

	}

	static class Receiver {

		private final CountDownLatch both = new CountDownLatch(4);

		private final List<Object> single = new CopyOnWriteArrayList<>();

		private final List<Object> batched = new CopyOnWriteArrayList<>();

		@GlobalBufferListener(id = "single", value = "sounds", startFrom = StartPosition.OLDEST)
		void receive(Map<String, Object> sound) {
			this.single.add(sound);
			this.both.countDown();
		}

		@GlobalBufferListener(id = "batch", value = "sounds", startFrom = StartPosition.OLDEST)
		void receiveAll(List<Map<String, Object>> sounds) {
			this.batched.addAll(sounds);
			sounds.forEach((_) -> this.both.countDown());
		}

	}

}
