// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Another process, that answers each line it is sent with one line. It ends when its
 * input does.
 */
public final class ChildProcess implements AutoCloseable {

	private final Process process;

	private final PrintStream requests;

	private final BufferedReader answers;

	private final List<String> greeting;

	private ChildProcess(ProcessBuilder builder) {
		try {
			this.process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.requests = new PrintStream(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
		this.answers = this.process.inputReader(StandardCharsets.UTF_8);
		this.greeting = answer();
	}

	/**
	 * Starts a program of this project.
	 * @param heap the size of its heap, for example {@code 128m}
	 * @param program its class
	 * @param arguments what it is told
	 * @return the process, once it is ready
	 */
	public static ChildProcess java(String heap, Class<?> program, String... arguments) {
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
				"-Xms" + heap, "-Xmx" + heap, "--enable-native-access=ALL-UNNAMED", "-cp",
				Objects.requireNonNull(System.getProperty("java.class.path")), program.getName()));
		command.addAll(List.of(arguments));
		return new ChildProcess(new ProcessBuilder(command));
	}

	/**
	 * Starts a program in Python.
	 * @param interpreter a Python that has the package
	 * @param modules a folder of further modules, if any
	 * @param script the program: a resource beside a class of this project
	 * @param beside the class
	 * @param arguments what it is told
	 * @return the process, once it is ready
	 */
	public static ChildProcess python(Path interpreter, Optional<Path> modules, String script, Class<?> beside,
			String... arguments) {
		List<String> command = new ArrayList<>(List.of(interpreter.toString(), "-c", text(script, beside)));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command);
		modules.ifPresent((folder) -> builder.environment().put("PYTHONPATH", folder.toString()));
		return new ChildProcess(builder);
	}

	/**
	 * Starts a program of a peer, which answers lines as those of this project do.
	 * @param program the program
	 * @param rate samples a second that it publishes, and waits for
	 * @return the process, once it is ready
	 */
	public static ChildProcess peer(Path program, String rate) {
		return new ChildProcess(new ProcessBuilder(program.toString(), rate));
	}

	private static String text(String script, Class<?> beside) {
		try (InputStream stream = beside.getResourceAsStream(script)) {
			return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns which process it is.
	 * @return its number
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Returns what it said when it was ready.
	 * @return the words of its first line
	 */
	public List<String> greeting() {
		return this.greeting;
	}

	/**
	 * Sends a line, and waits for the answer.
	 * @param request the words of the line
	 * @return the words of the answer
	 */
	public List<String> ask(Object... request) {
		this.requests.println(String.join(" ", List.of(request).stream().map(Object::toString).toList()));
		return answer();
	}

	private List<String> answer() {
		try {
			String line = this.answers.readLine();
			if (line == null) {
				throw new IllegalStateException("A process of the measurement ended early: " + this.process.info());
			}
			return List.of(line.split(" ", -1));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.requests.close();
		this.process.onExit().join();
	}

}
