// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.many;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Scanner;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import io.globalbuffer.spring.listener.GlobalBufferListenerRegistrar;
import io.globalbuffer.spring.listener.ListenerRegistration;

/**
 * An application with many listeners, in a process of its own. It says how many
 * milliseconds its start took, how many of a processor's the process has had by then, and
 * at which port it can be asked; it answers {@code heap} with the bytes in use,
 * {@code stop} with the milliseconds that took.
 * <p>
 * Arguments: the prefix of the buffers' names; how many there are; how many listeners;
 * how they are dispatched; the file of the log.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ListeningApplication {

	private static final double MILLISECOND = 1e6;

	public static void main(String[] arguments) throws IOException {
		PrintStream answers = System.out;
		System.setOut(new PrintStream(new FileOutputStream(arguments[4]), true, StandardCharsets.UTF_8));
		SpringApplication application = new SpringApplication(ListeningApplication.class);
		application.setDefaultProperties(properties(arguments));
		long start = System.nanoTime();
		ConfigurableApplicationContext context = application.run();
		answers.println(millisSince(start) + " " + processorMillis() + " "
				+ context.getEnvironment().getProperty("local.server.port"));
		Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
		while (lines.hasNextLine()) {
			answers.println(switch (lines.nextLine()) {
				case "heap" -> heap();
				case "stop" -> stop(context);
				case String other -> throw new IllegalArgumentException(other);
			});
		}
	}

	private static Map<String, Object> properties(String[] arguments) {
		Map<String, Object> properties = new HashMap<>();
		properties.put("server.port", "0");
		properties.put("management.endpoints.web.exposure.include", "*");
		properties.put("many.buffers", arguments[1]);
		properties.put("many.listeners", arguments[2]);
		if (arguments[1].equals("0")) {
			properties.put("globalbuffer.enabled", "false");
		}
		if (!arguments[3].equals("thread")) {
			properties.put("globalbuffer.listener.dispatch", arguments[3]);
		}
		for (int number = 0; number < Integer.parseInt(arguments[1]); number++) {
			String buffer = "globalbuffer.buffers.b" + number;
			properties.put(buffer + ".kind", "array");
			properties.put(buffer + ".role", "reader");
			properties.put(buffer + ".dtype", "int64");
			properties.put(buffer + ".shape", "32");
			properties.put(buffer + ".segment", arguments[0] + "-" + number);
		}
		return properties;
	}

	/** Since the process began. */
	private static long processorMillis() {
		return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
	}

	private static String heap() {
		System.gc();
		return Long.toString(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
	}

	private static String stop(ConfigurableApplicationContext context) {
		long start = System.nanoTime();
		context.close();
		return Long.toString(millisSince(start));
	}

	private static long millisSince(long start) {
		return Math.round((System.nanoTime() - start) / MILLISECOND);
	}

	/**
	 * Registers the listeners, round and round over the buffers.
	 * @param registrar where; there is none without buffers
	 * @param environment how many
	 * @return what does so
	 */
	@Bean
	SmartInitializingSingleton listeners(ObjectProvider<GlobalBufferListenerRegistrar> registrar,
			Environment environment) {
		return () -> registrar.ifAvailable((present) -> {
			int buffers = Objects.requireNonNull(environment.getProperty("many.buffers", Integer.class));
			int listeners = Objects.requireNonNull(environment.getProperty("many.listeners", Integer.class));
			for (int number = 0; number < listeners; number++) {
				present
					.register(ListenerRegistration.of("l" + number, "b" + number % buffers, long[].class, (sample) -> {
					}));
			}
		});
	}

}
