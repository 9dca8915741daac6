// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.hostile;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.process.JavaCommand;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another process that runs to its end.
 *
 * @param exitCode what it ended with
 * @param output what it printed, errors too
 */
record Child(int exitCode, String output) {

	private static final long LIMIT_SECONDS = 120;

	/** Runs the main method of a class, with the test's class path. */
	static Child java(List<String> options, Class<?> mainClass, String... arguments)
			throws IOException, InterruptedException {
		return run(javaCommand(JavaCommand.classPath(), options, mainClass, arguments));
	}

	/** Does so, and waits for longer than for what comes to its end by itself. */
	static Child java(List<String> options, long millis, Class<?> mainClass, String... arguments)
			throws IOException, InterruptedException {
		return run(javaCommand(JavaCommand.classPath(), options, mainClass, arguments),
				LIMIT_SECONDS + TimeUnit.MILLISECONDS.toSeconds(millis));
	}

	static List<String> javaCommand(String classPath, List<String> options, Class<?> mainClass, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m", "-XX:ErrorFile=/dev/stderr", JavaCommand.window(), "-cp",
				classPath));
		command.addAll(options);
		command.add(mainClass.getName());
		command.addAll(List.of(arguments));
		return command;
	}

	static Child run(List<String> command) throws IOException, InterruptedException {
		return run(command, LIMIT_SECONDS);
	}

	private static Child run(List<String> command, long limitSeconds) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectInput(new File("/dev/null"))
			.start();
		try {
			CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> {
				try {
					return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
				}
				catch (IOException ex) {
					return "Cannot read the output: " + ex;
				}
			});
			assertThat(process.waitFor(limitSeconds, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
			return new Child(process.exitValue(), output.join());
		}
		finally {
			process.destroyForcibly();
		}
	}

	/** Whether a command runs and is content, as a precondition. */
	static boolean succeeds(String... command) {
		try {
			return run(List.of(command)).exitCode() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	Child requireSuccess() {
		assertThat(this.exitCode).as(this.output).isZero();
		return this;
	}

}
