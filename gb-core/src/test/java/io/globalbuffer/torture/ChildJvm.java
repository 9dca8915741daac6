package io.globalbuffer.torture;

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
import java.util.function.Function;

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

	private final CompletableFuture<String> end;

	private ChildJvm(Process process) {
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
		this.end = process.onExit().thenApply((ended) -> {
			throw new IllegalStateException(
					"The child JVM ended with exit code " + ended.exitValue() + " before it answered");
		});
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
		return answer.applyToEither(this.end, Function.identity());
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
		this.process.inputReader(StandardCharsets.UTF_8)
			.lines()
			.forEach((line) -> this.awaited.remove().complete(line));
	}

}
