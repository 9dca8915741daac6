// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.globalbuffer.sample.host.HostStatus.BusyProcess;

/**
 * The source of the stream {@code host-status}. For one thread at a time.
 */
public final class HostStatusReader {

	private static final int BYTES_PER_KIBIBYTE = 1024;

	private final Path proc;

	private final BusiestProcesses processes;

	/**
	 * Creates a reader.
	 * @param proc the folder {@code /proc}
	 */
	public HostStatusReader(Path proc) {
		this.proc = proc;
		this.processes = new BusiestProcesses(proc);
	}

	/**
	 * Reads the status.
	 * @param nanoTime the time now, in {@link System#nanoTime()}; the shares of
	 * {@link BusyProcess} are over the time since the call before
	 * @return the status
	 * @throws UncheckedIOException if a file of {@code /proc} cannot be read: not Linux
	 */
	public HostStatus read(long nanoTime) {
		String[] load = text("loadavg").split(" ", -1);
		String memory = text("meminfo");
		double uptime = Double.parseDouble(text("uptime").split(" ", -1)[0]);
		return new HostStatus(Double.parseDouble(load[0]), Double.parseDouble(load[1]), Double.parseDouble(load[2]),
				bytes(memory, "MemTotal:"), bytes(memory, "MemAvailable:"), uptime, this.processes.read(nanoTime));
	}

	private long bytes(String memory, String key) {
		return memory.lines()
			.filter((line) -> line.startsWith(key))
			.findFirst()
			.map((line) -> line.substring(key.length()).replace("kB", "").trim())
			.map((kibibytes) -> Long.parseLong(kibibytes) * BYTES_PER_KIBIBYTE)
			.orElseThrow(() -> new IllegalStateException(this.proc.resolve("meminfo") + " has no line " + key));
	}

	private String text(String name) {
		Path file = this.proc.resolve(name);
		try {
			return Files.readString(file, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"Cannot read " + file + ": the status of the host is read from Linux's /proc", ex);
		}
	}

}
