// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Assumptions;

/**
 * A command in a terminal of its own, of tmux. Where there is no tmux the test is
 * skipped, with {@code GLOBALBUFFER_PEERS=required} it fails.
 */
final class Tmux implements AutoCloseable {

	private final String server = "gb-test-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

	/**
	 * Starts a shell that runs the command, and shows its exit code in the end.
	 */
	Tmux(String... arguments) throws IOException {
		if (!isThere()) {
			if ("required".equals(System.getenv("GLOBALBUFFER_PEERS"))) {
				throw new IllegalStateException("There is no tmux");
			}
			Assumptions.abort("There is no tmux");
		}
		String command = GbProcess.command(arguments)
			.stream()
			.map((word) -> "'" + word + "'")
			.collect(Collectors.joining(" "));
		tmux("-f", "/dev/null", "new-session", "-d", "-x", "130", "-y", "12",
				"env -u NO_COLOR " + command + "; echo exit code $?; exec sleep 100");
	}

	private static boolean isThere() {
		try {
			return new ProcessBuilder("tmux", "-V").start().onExit().join().exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/** What is on the screen. */
	List<String> screen() throws IOException {
		return tmux("capture-pane", "-p").lines().toList();
	}

	/** The same with the codes of colours. */
	String colouredScreen() throws IOException {
		return tmux("capture-pane", "-p", "-e");
	}

	/** Whether the alternate screen is on, and the cursor is to be seen. */
	String modes() throws IOException {
		return tmux("display-message", "-p", "#{alternate_on} #{cursor_flag}").strip();
	}

	/** Ends the command, which is the shell's child, by a signal. */
	void terminate() throws IOException {
		long shell = Long.parseLong(tmux("list-panes", "-F", "#{pane_pid}").strip());
		ProcessHandle.of(shell).orElseThrow().children().forEach(ProcessHandle::destroy);
	}

	void press(String... keys) throws IOException {
		List<String> command = new ArrayList<>(List.of("send-keys"));
		command.addAll(List.of(keys));
		tmux(command.toArray(String[]::new));
	}

	private String tmux(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of("tmux", "-L", this.server));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.onExit().join().exitValue() != 0) {
			throw new IllegalStateException(command + ": " + printed);
		}
		return printed;
	}

	@Override
	public void close() throws IOException {
		tmux("kill-server");
	}

}
