// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.peer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

import org.junit.jupiter.api.Assumptions;

/**
 * The Python environments of the peers, one for each release, made at their first use and
 * kept in {@code $XDG_CACHE_HOME/globalbuffer-peers} or
 * {@code ~/.cache/globalbuffer-peers}.
 * <p>
 * Where an environment cannot be made (no Python, no network, no compiler), the test that
 * asks for it is skipped with the reason; with the environment variable or system
 * property {@code GLOBALBUFFER_PEERS=required} it fails. An attempt that failed is not
 * repeated in the same JVM. Thread-safe.
 */
public final class PythonPeers {

	private static final String SETTING = "GLOBALBUFFER_PEERS";

	private static final Map<PythonVersion, Attempt> attempts = new EnumMap<>(PythonVersion.class);

	private PythonPeers() {
	}

	/**
	 * Return the Python interpreter of a release's environment, which is made first if
	 * need be: up to a minute for each release.
	 * @param version the release
	 * @return the path of the interpreter
	 * @throws org.opentest4j.TestAbortedException if it cannot be made
	 * @throws IllegalStateException if it cannot be made and peers are required
	 */
	public static Path interpreter(PythonVersion version) {
		Attempt attempt = attempt(version);
		return switch (attempt) {
			case Made(Path interpreter) -> interpreter;
			case Failed(String reason) when isRequired() -> throw new IllegalStateException(reason);
			case Failed(String reason) -> Assumptions.abort(reason);
		};
	}

	private static synchronized Attempt attempt(PythonVersion version) {
		return attempts.computeIfAbsent(version, PythonPeers::make);
	}

	private static Attempt make(PythonVersion version) {
		try {
			if (!Files.isDirectory(PeerNames.DIRECTORY)) {
				throw new PeerUnavailableException("there is no " + PeerNames.DIRECTORY);
			}
			return new Made(PythonEnvironment.of(version, cacheDirectory()).interpreter());
		}
		catch (PeerUnavailableException ex) {
			return new Failed("No Python peer of global_buffer " + version + ": " + ex.getMessage());
		}
	}

	private static boolean isRequired() {
		return "required".equals(System.getProperty(SETTING)) || "required".equals(System.getenv(SETTING));
	}

	private static Path cacheDirectory() {
		String cache = System.getenv("XDG_CACHE_HOME");
		String home = System.getenv("HOME");
		Path base;
		if (cache != null && Path.of(cache).isAbsolute()) {
			base = Path.of(cache);
		}
		else if (home != null && Path.of(home).isAbsolute()) {
			base = Path.of(home, ".cache");
		}
		else {
			base = Path.of(System.getProperty("user.home"), ".cache");
		}
		return base.resolve("globalbuffer-peers");
	}

	private sealed interface Attempt {

	}

	private record Made(Path interpreter) implements Attempt {

	}

	private record Failed(String reason) implements Attempt {

	}

}
