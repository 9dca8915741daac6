package io.globalbuffer.interop;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another JVM that writes {@code int64} arrays filled with their sequence, for tests that
 * kill it.
 */
final class WriterProcess implements AutoCloseable {

	/** What its samples are. */
	static final ArraySpec<long[]> SPEC = ArraySpec.of(DType.INT64, 16);

	/** How many of them its ring keeps. */
	static final int CAPACITY = 256;

	private static final String STREAM = "stream";

	private final Process process;

	private final Writer commands;

	private final BufferedReader replies;

	private WriterProcess(Process process) {
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
		this.replies = process.inputReader(StandardCharsets.UTF_8);
	}

	/** Starts the process and waits until it has created the buffer. */
	static WriterProcess start(String name) throws IOException {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		WriterProcess process = new WriterProcess(new ProcessBuilder(
				List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
						"-cp", System.getProperty("java.class.path"), WriterProcess.class.getName(), name))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start());
		assertThat(process.replies.readLine()).isEqualTo("ready");
		return process;
	}

	/** Writes so many samples, and returns when all are written. */
	void write(int count) throws IOException {
		send(Integer.toString(count));
		assertThat(this.replies.readLine()).isEqualTo("written");
	}

	/** Starts to write without a pause, until the process is killed. */
	void stream() throws IOException {
		send(STREAM);
	}

	/** Stops the process as a debugger would (SIGSTOP). */
	void pause() throws IOException {
		signal("STOP");
	}

	/** Lets the stopped process go on. */
	void resume() throws IOException {
		signal("CONT");
	}

	private void signal(String signal) throws IOException {
		Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(this.process.pid())).inheritIO().start();
		assertThat(kill.onExit().orTimeout(20, TimeUnit.SECONDS).join().exitValue()).isZero();
	}

	/** The process's id. */
	long pid() {
		return this.process.pid();
	}

	/** Kills the process at once (SIGKILL) and waits until it is gone. */
	void kill() {
		this.process.destroyForcibly();
		try {
			assertThat(this.process.waitFor(20, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while a killed process ends", ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

	private void send(String command) throws IOException {
		this.commands.write(command + "\n");
		this.commands.flush();
	}

	/**
	 * The process.
	 * @param arguments the buffer's name
	 */
	static void main(String[] arguments) {
		PrintWriter replies = new PrintWriter(
				new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8), true);
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(arguments[0], SPEC)
			.capacity(CAPACITY)
			.onExisting(OnExisting.TAKE_OVER)
			.open()) {
			replies.println("ready");
			for (String line = commands.readLine(); line != null; line = commands.readLine()) {
				long first = writer.stats().sequence().orElse(-1) + 1;
				FilledArrays.write(writer, first, line.equals(STREAM) ? Long.MAX_VALUE - first : Long.parseLong(line));
				replies.println("written");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
