// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command in a process of its own.
 *
 * @param process the process
 */
record GbProcess(Process process) implements AutoCloseable {

	static GbProcess start(String... arguments) throws IOException {
		return new GbProcess(new ProcessBuilder(command(arguments)).start());
	}

	/** With a heap of 48 MiB. */
	static GbProcess startSmall(String... arguments) throws IOException {
		List<String> command = command(arguments);
		command.add(1, "-Xmx48m");
		return new GbProcess(new ProcessBuilder(command).start());
	}

	/** The command line of a process with the class path of the tests. */
	static List<String> command(String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(System.getProperty("java.home") + "/bin/java", "--enable-native-access=ALL-UNNAMED", "-cp",
						System.getProperty("java.class.path"), Gb.class.getName()));
		command.addAll(List.of(arguments));
		return command;
	}

	OutputStream input() {
		return this.process.getOutputStream();
	}

	BufferedReader output() {
		return this.process.inputReader(StandardCharsets.UTF_8);
	}

	String errors() throws IOException {
		return new String(this.process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	void interrupt() throws Exception {
		assertThat(new ProcessBuilder("kill", "-INT", Long.toString(this.process.pid())).start().waitFor()).isZero();
	}

	void kill() {
		this.process.destroyForcibly().onExit().join();
	}

	int exitCode() throws InterruptedException {
		assertThat(this.process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		return this.process.exitValue();
	}

	@Override
	public void close() {
		kill();
	}

}
