// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.process.JavaCommand;
import io.globalbuffer.process.JavaProcess;
import io.globalbuffer.process.ParentProcess;

/**
 * An application in a process of its own. It is told what to do by lines: {@code start},
 * {@code write} (to the buffer imu), {@code state NAME}, {@code class NAME} and
 * {@code close}.
 */
final class ApplicationProcess implements AutoCloseable {

	private final JavaProcess process;

	private ApplicationProcess(JavaProcess process) {
		this.process = process;
	}

	/** Prepares an application with buffers in a directory. */
	static ApplicationProcess in(Path directory, String[]... properties) {
		return new ApplicationProcess(JavaProcess.start(command(directory, properties)));
	}

	/** Prepares an application that lacks a library. */
	static ApplicationProcess withoutLibrary(String library, Path directory, String[]... properties) {
		String classPath = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
			.splitAsStream(System.getProperty("java.class.path"))
			.filter((entry) -> !new File(entry).getName().startsWith(library))
			.collect(Collectors.joining(File.pathSeparator));
		return new ApplicationProcess(JavaProcess.start(command(directory, properties).with("-cp", classPath)));
	}

	/** The command that starts an application. */
	static JavaCommand command(Path directory, String[]... properties) {
		String[] arguments = Stream
			.concat(Stream.of("globalbuffer.directory=" + directory), Stream.of(properties).flatMap(Stream::of))
			.map((property) -> "--" + property)
			.toArray(String[]::new);
		return JavaCommand.of(ApplicationProcess.class, arguments)
			.with(JavaCommand.QUICK_START, JavaCommand.NATIVE_ACCESS, "-Dspring.devtools.restart.enabled=false");
	}

	/**
	 * Sends a command and returns the answer: for a start that failed, what was printed.
	 */
	String call(String command) {
		return this.process.call(command);
	}

	long pid() {
		return this.process.pid();
	}

	@Override
	public void close() {
		this.process.close();
	}

	static void main(String[] arguments) throws Exception {
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
		List<ConfigurableApplicationContext> running = new ArrayList<>();
		ParentProcess.obey((command) -> {
			String[] words = command.split(" ", 2);
			return switch (words[0]) {
				case "start" -> start(arguments, running, printed);
				case "write" -> Long.toString(writer(running.getFirst()).write(new double[] { 1, 2 }));
				case "state" ->
					running.getFirst().getBean(words[1], GlobalBuffer.class).stats().writer().state().label();
				case "class" -> load(words[1]);
				case "close" -> {
					running.removeFirst().close();
					yield "closed";
				}
				default -> throw new IllegalArgumentException(command);
			};
		});
	}

	private static String start(String[] arguments, List<ConfigurableApplicationContext> running,
			ByteArrayOutputStream printed) {
		try {
			running.add(new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE).run(arguments));
			return "started";
		}
		catch (RuntimeException ex) {
			return printed.toString(StandardCharsets.UTF_8).replace('\n', ' ');
		}
	}

	@SuppressWarnings("unchecked")
	private static ArrayWriter<double[]> writer(ConfigurableApplicationContext context) {
		return context.getBean("imu", ArrayWriter.class);
	}

	private static String load(String name) {
		try {
			return Class.forName(name).getName();
		}
		catch (ClassNotFoundException ex) {
			return "absent";
		}
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ GlobalBufferAutoConfiguration.class, GlobalBufferListenerAutoConfiguration.class })
	static class Application {

	}

}
