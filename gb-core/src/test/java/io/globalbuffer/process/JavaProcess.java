// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM, driven by lines: a command in, an answer out, one after the other. Its
 * main class obeys with {@link ParentProcess}. It ends with this process at the latest.
 * What it prints on its standard error appears on that of this process.
 * <p>
 * For use by one thread. A thread that is interrupted while it waits gets an
 * {@link IllegalStateException} and stays interrupted.
 */
public final class JavaProcess implements AutoCloseable {

	/** For whatever comes at once if nobody is stuck. */
	private static final Duration LIMIT = Duration.ofSeconds(60);

	private final String description;

	private final Process process;

	private final Writer commands;

	/** What was printed, and then, for ever, nothing. */
	private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();

	private JavaProcess(Class<?> main, Process process) {
		this.description = main.getSimpleName() + " (process " + process.pid() + ")";
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
		Thread.ofPlatform().daemon().name("answers of " + this.description).start(this::readAnswers);
	}

	/**
	 * Start a process, and wait for nothing.
	 * @param command the command that starts it
	 * @return the process
	 * @throws UncheckedIOException if the command cannot be run
	 */
	public static JavaProcess start(JavaCommand command) {
		return start(List.of(), command);
	}

	/**
	 * Start a process by a program that becomes it, and wait for nothing.
	 * @param launcher the program and its arguments, before those of the command
	 * @param command the command that starts it
	 * @return the process
	 * @throws UncheckedIOException if the command cannot be run
	 */
	public static JavaProcess start(List<String> launcher, JavaCommand command) {
		List<String> words = new ArrayList<>(launcher);
		words.addAll(command.words());
		try {
			return new JavaProcess(command.main(),
					new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start " + command, ex);
		}
	}

	/**
	 * Return the process id.
	 * @return the pid, as found in the header of segments this process creates
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Send a command, and do not wait for its answer.
	 * @param command one line
	 * @throws UncheckedIOException if the process has ended
	 */
	public void send(String command) {
		try {
			this.commands.write(command + "\n");
			this.commands.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot send '" + command + "' to " + this.description, ex);
		}
	}

	/**
	 * Whether {@link #answer()} returns or fails at once.
	 * @return true if there is an answer, or the process has ended
	 */
	public boolean hasAnswered() {
		return !this.answers.isEmpty();
	}

	/**
	 * Wait for up to a minute for the next line that the process prints.
	 * @return the line
	 * @throws AssertionError if the process ended, or did not answer in time
	 */
	public String answer() {
		return answer(LIMIT);
	}

	/**
	 * Wait for the next line that the process prints.
	 * @param limit how long
	 * @return the line
	 * @throws AssertionError if the process ended, or did not answer in time
	 */
	public String answer(Duration limit) {
		Optional<String> answer = await(limit);
		if (answer.isEmpty()) {
			this.answers.add(answer);
			awaitEnd();
			throw new AssertionError(this.description + " ended with exit code " + this.process.exitValue()
					+ " before it answered; its standard error says why");
		}
		return answer.get();
	}

	/**
	 * Send a command and wait for up to a minute for its answer.
	 * @param command one line
	 * @return the answer
	 * @throws AssertionError if the process ended, or did not answer in time
	 * @throws UncheckedIOException if the process had ended before
	 */
	public String call(String command) {
		send(command);
		return answer();
	}

	/**
	 * Stop the process as a debugger would (SIGSTOP).
	 */
	public void pause() {
		signal("STOP");
	}

	/**
	 * Let the stopped process go on (SIGCONT).
	 */
	public void resume() {
		signal("CONT");
	}

	/**
	 * Ask the process to end (SIGTERM) and wait until it is gone.
	 */
	public void end() {
		this.process.destroy();
		awaitEnd();
	}

	/**
	 * Kill the process at once (SIGKILL) and wait until it is gone.
	 * @throws AssertionError if it had ended by itself
	 */
	public void kill() {
		if (!this.process.isAlive()) {
			throw new AssertionError(
					this.description + " ended with exit code " + this.process.exitValue() + " before it was killed");
		}
		close();
	}

	/**
	 * Kill the process, unless it has ended, and wait until it is gone.
	 */
	@Override
	public void close() {
		this.process.destroyForcibly();
		awaitEnd();
	}

	private void awaitEnd() {
		this.process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
	}

	private Optional<String> await(Duration limit) {
		try {
			var answer = this.answers.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
			if (answer == null) {
				throw new AssertionError(this.description + " has not answered within " + limit);
			}
			return answer;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while " + this.description + " is to answer", ex);
		}
	}

	private void signal(String signal) {
		String pid = Long.toString(pid());
		try {
			Process kill = new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start();
			int exitCode = kill.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join().exitValue();
			if (exitCode != 0) {
				throw new AssertionError("kill -" + signal + " " + pid + " ended with exit code " + exitCode);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot run kill -" + signal + " " + pid, ex);
		}
	}

	private void readAnswers() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.answers.add(Optional.of(line));
			}
		}
		catch (IOException ex) {
			// to kill a process closes its output: as much an end as any
		}
		this.answers.add(Optional.empty());
	}

}
