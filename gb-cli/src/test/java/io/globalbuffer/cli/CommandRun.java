// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.globalbuffer.recording.internal.value.Json;

/**
 * A command that ran in this process.
 */
final class CommandRun {

	private final int exitCode;

	private final byte[] bytes;

	private final String errors;

	private CommandRun(int exitCode, byte[] bytes, String errors) {
		this.exitCode = exitCode;
		this.bytes = bytes;
		this.errors = errors;
	}

	static CommandRun gb(String... arguments) {
		return gb(new byte[0], arguments);
	}

	static CommandRun gb(byte[] input, String... arguments) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream errors = new ByteArrayOutputStream();
		Shell shell = new Shell(new ByteArrayInputStream(input), new Output(out), new Output(errors), false, false,
				false);
		int exitCode = Gb.run(shell, arguments);
		return new CommandRun(exitCode, out.toByteArray(), errors.toString(StandardCharsets.UTF_8));
	}

	int exitCode() {
		return this.exitCode;
	}

	/** What it said. */
	String errors() {
		return this.errors;
	}

	/** What it printed. */
	byte[] bytes() {
		return this.bytes;
	}

	String out() {
		return new String(this.bytes, StandardCharsets.UTF_8);
	}

	List<String> lines() {
		return out().lines().toList();
	}

	@Nullable Object json() {
		return Json.read(out());
	}

	Map<?, ?> object() {
		return (Map<?, ?>) Objects.requireNonNull(json());
	}

	/** The entry of a list of objects that has that name. */
	Map<?, ?> named(String name) {
		return ((List<?>) Objects.requireNonNull(json())).stream()
			.map((entry) -> (Map<?, ?>) Objects.requireNonNull(entry))
			.filter((entry) -> name.equals(entry.get("name")))
			.findFirst()
			.orElseThrow();
	}

}
