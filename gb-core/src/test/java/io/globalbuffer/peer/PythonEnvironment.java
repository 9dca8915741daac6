// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.peer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A Python virtual environment with one release of {@code global_buffer}. Its folder is
 * named after everything that decides its content; it is made beside its place and then
 * renamed, under a file lock, so that processes that start together make it once.
 */
final class PythonEnvironment {

	private static final String PYTHON = "python3";

	private static final Duration COMMAND_LIMIT = Duration.ofMinutes(10);

	private static final Duration LOCK_LIMIT = Duration.ofMinutes(30);

	private final PythonVersion version;

	private final Path directory;

	private PythonEnvironment(PythonVersion version, Path directory) {
		this.version = version;
		this.directory = directory;
	}

	/**
	 * Find or make the environment of a release.
	 * @param version the release
	 * @param cache the folder of all environments; made if absent
	 * @return the environment, proved by importing the package
	 * @throws PeerUnavailableException if that is not possible, with the reason
	 */
	static PythonEnvironment of(PythonVersion version, Path cache) throws PeerUnavailableException {
		String requirements = requirements();
		String python = run(Map.of(), PYTHON, "-c",
				"import platform, sysconfig; print(platform.python_version() + '-' + sysconfig.get_platform())")
			.strip();
		String name = String.format(Locale.ROOT, "%s-%s-%s", version.number(), python, checksum(requirements));
		PythonEnvironment environment = new PythonEnvironment(version, cache.resolve(name));
		try {
			Files.createDirectories(cache);
			environment.makeOnce(requirements);
		}
		catch (IOException ex) {
			throw new PeerUnavailableException("cannot write to " + cache, ex);
		}
		return environment;
	}

	Path interpreter() {
		return interpreterIn(this.directory);
	}

	private void makeOnce(String requirements) throws IOException, PeerUnavailableException {
		Path lockFile = sibling(".lock");
		try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			Awaitility.await().atMost(LOCK_LIMIT).until(channel::tryLock, Objects::nonNull);
			if (!isUsable()) {
				delete(this.directory);
				make(requirements);
			}
		}
		catch (ConditionTimeoutException ex) {
			throw new PeerUnavailableException(lockFile + " stays locked by another process", ex);
		}
	}

	private boolean isUsable() {
		if (!Files.isExecutable(interpreter())) {
			return false;
		}
		try {
			prove(this.directory);
			return true;
		}
		catch (PeerUnavailableException ex) {
			return false;
		}
	}

	private void make(String requirements) throws IOException, PeerUnavailableException {
		Path making = sibling(".making");
		delete(making);
		try {
			run(Map.of(), PYTHON, "-m", "venv", making.toString());
			Path constraints = Files.writeString(making.resolve("constraints.txt"), requirements);
			String location = constraints.toUri().toString();
			// the release that is published as source only is built in an environment of
			// its own, which the option does not reach
			Map<String, String> buildConstraints = Map.of("PIP_CONSTRAINT", location, "PIP_BUILD_CONSTRAINT", location);
			run(buildConstraints, interpreterIn(making).toString(), "-m", "pip", "install", "--quiet", "--no-compile",
					"--retries", "2", "--constraint", constraints.toString(),
					"global_buffer==" + this.version.number());
			prove(making);
			Files.move(making, this.directory, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			delete(making);
		}
	}

	private void prove(Path environment) throws PeerUnavailableException {
		String found = run(Map.of(), interpreterIn(environment).toString(), "-c",
				"import global_buffer, pydantic; pydantic.BaseModel; print(global_buffer.__version__)")
			.strip();
		if (!found.equals(this.version.number())) {
			throw new PeerUnavailableException(
					String.format(Locale.ROOT, "%s holds global_buffer %s", environment, found));
		}
	}

	private Path sibling(String suffix) {
		return this.directory.resolveSibling(this.directory.getFileName() + suffix);
	}

	private static Path interpreterIn(Path environment) {
		return environment.resolve("bin").resolve("python");
	}

	/**
	 * Keep Python settings of the user away from a process: they could bring in other
	 * packages, or forbid the compiled files without which a start takes seconds.
	 * @param builder the process
	 */
	static void forgetSettings(ProcessBuilder builder) {
		builder.environment().keySet().removeIf((name) -> name.startsWith("PYTHON"));
	}

	private static String run(Map<String, String> environment, String... command) throws PeerUnavailableException {
		String line = String.join(" ", command);
		try {
			Path output = Files.createTempFile("globalbuffer-peer", ".log");
			try {
				ProcessBuilder builder = new ProcessBuilder(command)
					.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
					.redirectErrorStream(true)
					.redirectOutput(output.toFile());
				forgetSettings(builder);
				builder.environment().putAll(environment);
				Process process = builder.start();
				if (!process.waitFor(COMMAND_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
					process.descendants().forEach(ProcessHandle::destroyForcibly);
					process.destroyForcibly();
					throw new PeerUnavailableException(
							String.format(Locale.ROOT, "`%s` takes longer than %s", line, COMMAND_LIMIT));
				}
				String text = Files.readString(output);
				if (process.exitValue() != 0) {
					throw new PeerUnavailableException(
							String.format(Locale.ROOT, "`%s` ended with %d:%n%s", line, process.exitValue(), text));
				}
				return text;
			}
			finally {
				Files.deleteIfExists(output);
			}
		}
		catch (IOException ex) {
			throw new PeerUnavailableException(String.format(Locale.ROOT, "`%s` cannot be run", line), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new PeerUnavailableException(String.format(Locale.ROOT, "interrupted during `%s`", line), ex);
		}
	}

	private static void delete(Path directory) throws IOException {
		if (Files.notExists(directory)) {
			return;
		}
		try (Stream<Path> paths = Files.walk(directory)) {
			for (Path path : (Iterable<Path>) paths.sorted(Comparator.reverseOrder())::iterator) {
				Files.delete(path);
			}
		}
	}

	private static String requirements() {
		return resource("requirements.txt");
	}

	static String resource(String name) {
		try (InputStream stream = Objects.requireNonNull(PythonEnvironment.class.getResourceAsStream(name), name)) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read the test resource " + name, ex);
		}
	}

	private static String checksum(String text) {
		CRC32 checksum = new CRC32();
		checksum.update(text.getBytes(StandardCharsets.UTF_8));
		return String.format(Locale.ROOT, "%08x", checksum.getValue());
	}

}
