package io.globalbuffer.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another JVM with the test's class path, driven by lines: a command in, an answer out.
 * Its main class listens with {@link ParentJvm}.
 */
final class ChildJvm implements AutoCloseable {

	private static final Duration END_LIMIT = Duration.ofSeconds(20);

	private final Process process;

	private final Writer commands;

	private final BlockingQueue<CompletableFuture<String>> awaited = new LinkedBlockingQueue<>();

	private ChildJvm(Process process) {
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
		Thread.ofPlatform().daemon().name("child-jvm-answers").start(this::readAnswers);
	}

	/** Starts the main method of a class. */
	static ChildJvm start(Class<?> mainClass) {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		try {
			return new ChildJvm(new ProcessBuilder(
					List.of(java, "-XX:+UseSerialGC", "-Xmx256m", "--enable-native-access=ALL-UNNAMED", "-cp",
							System.getProperty("java.class.path"), mainClass.getName()))
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start " + java, ex);
		}
	}

	/** Sends a command; the answer comes, in the order of the commands. */
	CompletableFuture<String> send(String command) {
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.awaited.add(answer);
		try {
			this.commands.write(command + "\n");
			this.commands.flush();
		}
		catch (IOException ex) {
			answer.completeExceptionally(ex);
		}
		return answer;
	}

	/** Sends a command that is answered at once, and returns the answer. */
	String call(String command) throws InterruptedException, ExecutionException, TimeoutException {
		return send(command).get(END_LIMIT.toSeconds(), TimeUnit.SECONDS);
	}

	/** Kills the process (SIGKILL) and waits until it is gone. */
	@Override
	public void close() {
		this.process.destroyForcibly();
		try {
			assertThat(this.process.waitFor(END_LIMIT)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while a killed process ends", ex);
		}
	}

	private void readAnswers() {
		IOException end = new IOException("The process ended");
		try (BufferedReader answers = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = answers.readLine(); line != null; line = answers.readLine()) {
				this.awaited.remove().complete(line);
			}
		}
		catch (IOException ex) {
			end = ex;
		}
		for (CompletableFuture<String> answer : this.awaited) {
			answer.completeExceptionally(end);
		}
	}

}
