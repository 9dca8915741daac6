// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import io.globalbuffer.sample.host.HostStatus.BusyProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HostStatusReaderTests {

	@TempDir
	private Path proc;

	@Test
	void theStatusIsWhatTheFilesSay() throws IOException {
		show("first");
		HostStatus status = new HostStatusReader(this.proc).read(0);
		assertThat(status.load1()).isEqualTo(0.52);
		assertThat(status.load5()).isEqualTo(0.58);
		assertThat(status.load15()).isEqualTo(0.59);
		assertThat(status.total()).isEqualTo(8_029_564L * 1024);
		assertThat(status.available()).isEqualTo(6_543_210L * 1024);
		assertThat(status.uptime()).isEqualTo(12345.67);
		assertThat(status.busiest()).isEmpty();
	}

	@Test
	void theBusiestProcessesAreThoseThatRanInBetween() throws IOException {
		show("first");
		HostStatusReader reader = new HostStatusReader(this.proc);
		reader.read(0);
		show("second");
		assertThat(reader.read(TimeUnit.SECONDS.toNanos(2)).busiest()).containsExactly(new BusyProcess(17, "java", 0.5),
				new BusyProcess(42, "a) b (c", 0.05));
	}

	@Test
	void aProcessThatEndedIsLeftOut() throws IOException {
		show("first");
		HostStatusReader reader = new HostStatusReader(this.proc);
		reader.read(0);
		show("second");
		Files.delete(this.proc.resolve("17/stat"));
		assertThat(reader.read(TimeUnit.SECONDS.toNanos(2)).busiest()).extracting(BusyProcess::pid).containsExactly(42);
	}

	@Test
	void withoutTheFilesTheErrorNamesOneAndLinux() {
		HostStatusReader reader = new HostStatusReader(this.proc);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> reader.read(0))
			.withMessageContaining(this.proc.resolve("loadavg").toString())
			.withMessageContaining("Linux");
	}

	@Test
	void thisMachineHasAStatus() {
		HostStatusReader reader = new HostStatusReader(HostPulse.PROC);
		HostStatus status = reader.read(System.nanoTime());
		assertThat(status.total()).isGreaterThan(status.available());
		assertThat(status.available()).isPositive();
		assertThat(status.uptime()).isPositive();
		assertThat(reader.read(System.nanoTime()).busiest()).hasSizeLessThanOrEqualTo(5);
	}

	private void show(String moment) throws IOException {
		FileSystemUtils.copyRecursively(Path.of("src/test/resources/proc", moment), this.proc);
	}

}
