// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * A Python process with one release of {@code global_buffer}, driven by commands. The
 * process does one command after the other; a {@link PeerReply} allows to go on
 * meanwhile.
 * <p>
 * A Python process that ends or is killed leaves its segments where they are: the package
 * takes them off Python's resource tracker as soon as they are opened. {@link #close()}
 * removes the segments this peer created.
 * <p>
 * Thread-safe.
 */
public final class PythonPeer implements AutoCloseable {

	private static final JsonMapper json = JsonMapper.builder()
		.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
		.build();

	private static final Duration END_LIMIT = Duration.ofSeconds(20);

	private static final int REMEMBERED_LINES = 200;

	/** Where {@code globalbuffer_wake} lies, as seen from a module. */
	private static final Path WAKE_FOLDER = Path.of("..", "python").toAbsolutePath().normalize();

	private final PythonVersion version;

	private final Process process;

	private final Writer commands;

	private final Queue<CompletableFuture<JsonNode>> awaited = new ArrayDeque<>();

	private final Queue<String> errorLines = new ArrayDeque<>();

	private final Set<String> created = ConcurrentHashMap.newKeySet();

	private PythonPeer(PythonVersion version, Process process) {
		this.version = version;
		this.process = process;
		this.commands = process.outputWriter(StandardCharsets.UTF_8);
		Thread.ofPlatform().daemon().name("peer-replies").start(this::readReplies);
		Thread.ofPlatform().daemon().name("peer-errors").start(this::readErrors);
	}

	/**
	 * Start a peer and wait until it has loaded the package.
	 * @param version the release of {@code global_buffer}
	 * @return the running peer
	 * @throws org.opentest4j.TestAbortedException if there is no such environment here
	 * and peers are not required, see {@link PythonPeers}
	 */
	public static PythonPeer start(PythonVersion version) {
		Path interpreter = PythonPeers.interpreter(version);
		ProcessBuilder builder = new ProcessBuilder(interpreter.toString(), "-u", "-c",
				PythonEnvironment.resource("peer.py"));
		PythonEnvironment.forgetSettings(builder);
		builder.environment().put("PYTHONPATH", WAKE_FOLDER.toString());
		try {
			PythonPeer peer = new PythonPeer(version, builder.start());
			boolean ready = false;
			try {
				peer.call("hello", Map.of());
				ready = true;
			}
			finally {
				if (!ready) {
					peer.close();
				}
			}
			return peer;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot start " + interpreter, ex);
		}
	}

	/**
	 * Return the release of {@code global_buffer} this peer runs.
	 * @return the release
	 */
	public PythonVersion version() {
		return this.version;
	}

	/**
	 * Return the process id.
	 * @return the pid, as found in the header of segments this peer creates
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Create an array stream.
	 * @param name the buffer's name
	 * @param dtype any text numpy takes for a dtype
	 * @param capacity samples kept
	 * @param shape the array's dimensions, none for a scalar
	 * @return its writer
	 */
	public PeerWriter createArray(String name, String dtype, int capacity, int... shape) {
		return create(name, "create_array", Map.of("name", name, "dtype", dtype, "capacity", capacity, "shape", shape));
	}

	/**
	 * Create a message stream.
	 * @param name the buffer's name
	 * @param model a model of the script ({@code Status}, {@code Point},
	 * {@code Detection}) or of {@link #define(String)}
	 * @param capacity samples kept
	 * @param maxBytes bytes of the longest message
	 * @return its writer
	 */
	public PeerWriter createMessage(String name, String model, int capacity, int maxBytes) {
		return create(name, "create_message",
				Map.of("name", name, "model", model, "capacity", capacity, "max_bytes", maxBytes));
	}

	private PeerWriter create(String name, String command, Map<String, ?> arguments) {
		int handle = call(command, arguments).asInt();
		this.created.add(name);
		return new PeerWriter(this, handle);
	}

	/**
	 * Attach to an array stream, or to a message stream without a model.
	 * @param name the buffer's name
	 * @return a reader whose cursor is at the newest sample
	 */
	public PeerReader attach(String name) {
		return PeerReader.of(this, call("attach", Map.of("name", name)));
	}

	/**
	 * Attach to a message stream with a model.
	 * @param name the buffer's name
	 * @param model a model as for {@link #createMessage}
	 * @return a reader whose cursor is at the newest sample
	 */
	public PeerReader attach(String name, String model) {
		return PeerReader.of(this, call("attach", Map.of("name", name, "model", model)));
	}

	/**
	 * Make pydantic models known by their class names.
	 * @param source Python source in which {@code BaseModel} and {@code Optional} are
	 * imported
	 */
	public void define(String source) {
		call("define", Map.of("source", source));
	}

	/**
	 * Remove a buffer's name as a Python program would.
	 * @param name the buffer's name
	 */
	public void unlink(String name) {
		call("unlink", Map.of("name", name));
	}

	/**
	 * Do a command of the script and wait for its answer.
	 * @param command the command
	 * @param arguments its arguments by name
	 * @return the result, a JSON null if there is none
	 * @throws PeerException if it raised a Python exception
	 */
	public JsonNode call(String command, Map<String, ?> arguments) {
		return send(command, arguments).await();
	}

	/**
	 * Start a command of the script.
	 * @param command the command
	 * @param arguments its arguments by name
	 * @return the answer to come
	 */
	public PeerReply<JsonNode> send(String command, Map<String, ?> arguments) {
		Map<String, Object> request = new LinkedHashMap<>(arguments);
		request.put("command", command);
		CompletableFuture<JsonNode> answer = new CompletableFuture<>();
		synchronized (this.commands) {
			synchronized (this.awaited) {
				this.awaited.add(answer);
			}
			try {
				this.commands.write(json.writeValueAsString(request) + "\n");
				this.commands.flush();
			}
			catch (IOException ex) {
				answer.completeExceptionally(ex);
			}
		}
		return new PeerReply<>(this, command, answer, (result) -> result);
	}

	/**
	 * Kill the process at once (SIGKILL) and wait until it is gone. Its segments stay.
	 */
	public void kill() {
		this.process.destroyForcibly();
		awaitEnd();
	}

	/**
	 * End the process, by force if it does not end by itself, and remove the segments it
	 * created.
	 */
	@Override
	public void close() {
		try {
			this.commands.close();
		}
		catch (IOException ex) {
			// a killed peer cannot take what is still in the pipe
			this.process.destroyForcibly();
		}
		if (!awaitEnd()) {
			this.process.destroyForcibly();
			awaitEnd();
		}
		this.created.forEach(PeerNames::unlink);
	}

	/**
	 * Describe the process and what it printed on its standard error.
	 * @return a text for failure messages
	 */
	String describe() {
		synchronized (this.errorLines) {
			return String.format(Locale.ROOT, "Python peer %s (pid %d, %s)%s", this.version, pid(),
					this.process.isAlive() ? "alive" : "exit code " + this.process.exitValue(),
					this.errorLines.isEmpty() ? ""
							: " with this on standard error:\n" + String.join("\n", this.errorLines) + "\n");
		}
	}

	private boolean awaitEnd() {
		try {
			return this.process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void readReplies() {
		IOException end = new IOException("The process ended");
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				complete(json.readTree(line));
			}
		}
		catch (IOException ex) {
			end = ex;
		}
		synchronized (this.awaited) {
			for (CompletableFuture<JsonNode> answer : this.awaited) {
				answer.completeExceptionally(end);
			}
			this.awaited.clear();
		}
	}

	private void complete(JsonNode reply) {
		synchronized (this.awaited) {
			this.awaited.remove().complete(reply);
		}
	}

	private void readErrors() {
		this.process.errorReader(StandardCharsets.UTF_8).lines().forEach((line) -> {
			synchronized (this.errorLines) {
				if (this.errorLines.size() == REMEMBERED_LINES) {
					this.errorLines.remove();
				}
				this.errorLines.add(line);
			}
		});
	}

}
