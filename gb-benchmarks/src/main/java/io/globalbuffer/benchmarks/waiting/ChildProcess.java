// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.waiting;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Another process, that answers each line it is sent with one line. It ends when its
 * input does.
 */
final class ChildProcess implements AutoCloseable {

	private final Process process;

	private final PrintStream requests;

	private final BufferedReader answers;

	private ChildProcess(ProcessBuilder builder) {
		try {
			this.process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.requests = new PrintStream(this.process.getOutputStream(), true, StandardCharsets.UTF_8);
		this.answers = this.process.inputReader(StandardCharsets.UTF_8);
	}

	/**
	 * Starts a program of this project.
	 * @param program its class
	 * @param arguments what it is told
	 * @return the process, once it is ready
	 */
	static ChildProcess java(Class<?> program, String... arguments) {
		List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
				"-Xms128m", "-Xmx128m", "--enable-native-access=ALL-UNNAMED", "-cp",
				Objects.requireNonNull(System.getProperty("java.class.path")), program.getName()));
		command.addAll(List.of(arguments));
		return ready(new ChildProcess(new ProcessBuilder(command)));
	}

	/**
	 * Starts the Python writer.
	 * @param python how it is run
	 * @param arguments what it is told
	 * @return the process, once it is ready
	 */
	static ChildProcess python(PythonWriters python, String... arguments) {
		List<String> command = new ArrayList<>(List.of(python.interpreter().toString(), "-c", python.script()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command);
		python.wrapper().ifPresent((folder) -> builder.environment().put("PYTHONPATH", folder.toString()));
		return ready(new ChildProcess(builder));
	}

	/**
	 * Starts a program of a peer, which answers as {@link ReadingProcess} does.
	 * @param program the program
	 * @param rate samples a second that it publishes, and waits for
	 * @return the process, once it is ready
	 */
	static ChildProcess peer(Path program, String rate) {
		return ready(new ChildProcess(new ProcessBuilder(program.toString(), rate)));
	}

	private static ChildProcess ready(ChildProcess child) {
		child.answer();
		return child;
	}

	/**
	 * Sends a line, and waits for the answer.
	 * @param request the words of the line
	 * @return the words of the answer
	 */
	List<String> ask(Object... request) {
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
