// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.opentest4j.TestAbortedException;

/**
 * Two network namespaces of Linux, each with its own interfaces, and a cable between
 * them.
 */
final class NetworkNamespaces implements AutoCloseable {

	/** Of the first one, seen from the second one. */
	static final String FIRST_ADDRESS = "10.213.7.1";

	private static final String SECOND_ADDRESS = "10.213.7.2";

	private static final long LIMIT_SECONDS = 20;

	private final String first = "gb" + ProcessHandle.current().pid() + "a";

	private final String second = "gb" + ProcessHandle.current().pid() + "b";

	private NetworkNamespaces() {
	}

	/**
	 * Makes them.
	 * @return the namespaces
	 * @throws TestAbortedException if that is not permitted here
	 */
	static NetworkNamespaces create() {
		NetworkNamespaces namespaces = new NetworkNamespaces();
		boolean connected = false;
		try {
			namespaces.connect();
			connected = true;
			return namespaces;
		}
		catch (UncheckedIOException | IllegalStateException ex) {
			throw new TestAbortedException("Network namespaces cannot be made here: " + ex.getMessage(), ex);
		}
		finally {
			if (!connected) {
				namespaces.close();
			}
		}
	}

	private void connect() {
		ip("netns", "add", this.first);
		ip("netns", "add", this.second);
		ip("-n", this.first, "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", this.second);
		ip("-n", this.first, "address", "add", FIRST_ADDRESS + "/30", "dev", "cable");
		ip("-n", this.second, "address", "add", SECOND_ADDRESS + "/30", "dev", "cable");
		for (String name : List.of(this.first, this.second)) {
			ip("-n", name, "link", "set", "lo", "up");
			ip("-n", name, "link", "set", "cable", "up");
		}
	}

	/** What starts a program in the first one. */
	List<String> first() {
		return List.of("ip", "netns", "exec", this.first);
	}

	/** What starts a program in the second one. */
	List<String> second() {
		return List.of("ip", "netns", "exec", this.second);
	}

	/** Unplugs the cable. */
	void unplug() {
		ip("-n", this.first, "link", "set", "cable", "down");
	}

	/** Plugs it in again. */
	void plug() {
		ip("-n", this.first, "link", "set", "cable", "up");
	}

	@Override
	public void close() {
		for (String name : List.of(this.first, this.second)) {
			try {
				ip("netns", "delete", name);
			}
			catch (UncheckedIOException | IllegalStateException ex) {
				// it was not made
			}
		}
	}

	private static void ip(String... arguments) {
		List<String> words = new ArrayList<>(List.of("ip"));
		words.addAll(List.of(arguments));
		try {
			Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
			String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			int exitCode = process.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join().exitValue();
			if (exitCode != 0) {
				throw new IllegalStateException(String.join(" ", words) + ": " + said.strip());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot run " + words, ex);
		}
	}

}
