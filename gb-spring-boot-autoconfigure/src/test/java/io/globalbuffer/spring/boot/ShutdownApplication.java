// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.retry.RetryPolicy;

import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.spring.GlobalBufferErrorHandler;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.TestApplication;
import io.globalbuffer.spring.listener.GlobalBufferListenerRegistry;

import static org.awaitility.Awaitility.await;

/**
 * An application whose listeners are in every state from which a stop might be slow: one
 * sleeps between two attempts, one is paused, one waits for its segment, one has nothing
 * to do. Says {@value #READY} when all are, and ends with its process.
 */
final class ShutdownApplication {

	/** Printed on the standard output. */
	static final String READY = "ready";

	private ShutdownApplication() {
	}

	/** The command that starts the process. */
	static JavaCommand command(String directory) {
		return JavaCommand.of(ShutdownApplication.class, directory)
			.with(JavaCommand.NATIVE_ACCESS, JavaCommand.QUICK_START, "-Dspring.devtools.restart.enabled=false",
					"-Dspring.main.banner-mode=off");
	}

	static void main(String[] arguments) throws InterruptedException {
		ready(start(arguments[0]));
		new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8).println(READY);
	}

	/** Starts the application in this process. */
	static ConfigurableApplicationContext start(String directory) {
		String[] properties = Stream
			.of(new String[] { "globalbuffer.directory=" + directory }, TestApplication.arrayWriter("imu"),
					TestApplication.arrayReader("missing"))
			.flatMap(Stream::of)
			.toArray(String[]::new);
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(properties)
			.run();
	}

	/** Brings the listeners into their states. */
	static void ready(ConfigurableApplicationContext context) throws InterruptedException {
		GlobalBufferListenerRegistry registry = context.getBean(GlobalBufferListenerRegistry.class);
		registry.find("listeners.paused").orElseThrow().pause();
		Listeners.writer(context.getBean("imu")).write(new double[] { 1, 1 });
		context.getBean(SlowListeners.class).failed.await();
		await().until(() -> registry.find("listeners.idle").orElseThrow().isCaughtUp());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class })
	static class Application {

		@Bean
		SlowListeners listeners() {
			return new SlowListeners();
		}

		@Bean
		GlobalBufferErrorHandler sleeping() {
			return GlobalBufferErrorHandler
				.retrying(RetryPolicy.builder().maxRetries(1).delay(Duration.ofHours(1)).build());
		}

	}

	static class SlowListeners {

		private final CountDownLatch failed = new CountDownLatch(1);

		@GlobalBufferListener("imu")
		void failing(double[] sample) {
			this.failed.countDown();
			throw new IllegalStateException("as it was told to");
		}

		@GlobalBufferListener("imu")
		void paused(List<double[]> samples) {
		}

		@GlobalBufferListener("imu")
		void idle(double[] sample) {
		}

		@GlobalBufferListener("missing")
		void waiting(double[] sample) {
		}

	}

}
