package io.globalbuffer.kill;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another JVM that is told what to do line by line, for tests that kill it. It ends with
 * its standard input, that is, with this process at the latest.
 */
final class ChildJvm implements AutoCloseable {

	private static final long LIMIT_SECONDS = 60;

	private final Process process;

	private final Writer commands;

	private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();

	private ChildJvm(Process process) {
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
		Thread.ofPlatform().daemon().name("child-replies").start(this::readReplies);
	}

	/**
	 * Starts a JVM, and does not wait for anything.
	 * @param main the class to run, whose {@code main} calls {@link #serve}
	 * @param options what to tell the JVM besides
	 * @param arguments what to tell the class
	 */
	static ChildJvm start(Class<?> main, List<String> options, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		return new ChildJvm(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
	}

	/**
	 * Inside the child: does one command after the other and replies what each returns.
	 * The standard input is read by a thread of its own, so that its end ends the process
	 * even if a debugger has stopped a command.
	 */
	static void serve(Commands commands) throws IOException {
		BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		try (PrintStream replies = new PrintStream(new FileOutputStream(FileDescriptor.out), true,
				StandardCharsets.UTF_8);
				ExecutorService worker = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory())) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				String command = line;
				worker.execute(() -> replies.println(reply(commands, command)));
			}
			Runtime.getRuntime().halt(0);
		}
	}

	private static String reply(Commands commands, String command) {
		try {
			return commands.run(command);
		}
		catch (Exception ex) {
			return "'" + command + "' failed with " + ex;
		}
	}

	long pid() {
		return this.process.pid();
	}

	/** Sends a command. */
	void send(String command) throws IOException {
		this.commands.write(command + "\n");
		this.commands.flush();
	}

	/** Waits for the next line that the process prints. */
	String reply() throws InterruptedException {
		String reply = this.replies.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
		if (reply == null) {
			throw new AssertionError("Process " + pid() + " has not replied within " + LIMIT_SECONDS + " s");
		}
		return reply;
	}

	/** Sends a command and waits for what it returns. */
	String call(String command) throws IOException, InterruptedException {
		send(command);
		return reply();
	}

	/** Kills the process at once (SIGKILL) and waits until it is gone. */
	void kill() throws InterruptedException {
		assertThat(this.process.isAlive()).as("process %d is alive until it is killed", pid()).isTrue();
		this.process.destroyForcibly();
		assertThat(this.process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

	private void readReplies() {
		String end = "process " + pid() + " has ended";
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.replies.add(line);
			}
		}
		catch (IOException ex) {
			// to kill a process closes its output
			end += ": " + ex.getMessage();
		}
		this.replies.add(end);
	}

	/**
	 * What a child can do.
	 */
	interface Commands {

		String run(String command) throws Exception;

	}

}
