// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.replication;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What both applications have in common.
 */
final class Application {

	/** A sample of 1 MiB, with headers and what the stream holds. */
	static final int LARGEST_RECORD = 2 << 20;

	/** Whose records are sent and received without buffers. */
	static final String PLAIN_TOPIC = "plain";

	/** Of samples. */
	static final String TOPIC = "replicated";

	/** Key of the records of both. */
	static final String STREAM = "stream";

	private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

	private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(5);

	private Application() {
	}

	/**
	 * Runs an application that answers each line it is sent.
	 * @param configuration the application
	 * @param bootstrapServers the broker
	 * @param directory the folder of its segments
	 * @param properties further ones
	 * @param answering makes of the application what answers
	 */
	static void run(Class<?> configuration, String bootstrapServers, String directory, Map<String, Object> properties,
			Function<ConfigurableApplicationContext, Function<String[], String>> answering) {
		PrintStream answers = System.out;
		System.setOut(System.err);
		SpringApplication application = new SpringApplication(configuration);
		application.setWebApplicationType(WebApplicationType.NONE);
		Map<String, Object> all = new HashMap<>(properties);
		all.put("logging.level.root", "warn");
		all.put("spring.main.banner-mode", "off");
		all.put("spring.kafka.bootstrap-servers", bootstrapServers);
		all.put("globalbuffer.directory", directory);
		application.setDefaultProperties(all);
		try (ConfigurableApplicationContext context = application.run()) {
			Function<String[], String> answer = answering.apply(context);
			answers.println("ready");
			Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
			while (lines.hasNextLine()) {
				answers.println(answer.apply(lines.nextLine().split(" ", -1)));
			}
		}
	}

	/**
	 * Waits, with a look every now and then, which both ways have in common.
	 * @param condition what for
	 */
	static void await(BooleanSupplier condition) {
		long end = System.nanoTime() + LIMIT_NANOS;
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > end) {
				throw new IllegalStateException("It takes more than five minutes");
			}
			LockSupport.parkNanos(LOOK_NANOS);
		}
	}

}
