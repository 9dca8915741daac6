// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.sample.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class HostPulseTests {

	@TempDir
	private Path proc;

	@Test
	void theFirstPulseHasNoRates() throws IOException {
		show("first");
		try (HostPulse pulse = new HostPulse(this.proc)) {
			assertThat(pulse.length()).isEqualTo(6);
			assertThat(pulse.read(63_400, 0)).containsExactly(63.4, 0, 0, 2, 0, 0);
		}
	}

	@Test
	void ratesAndSharesAreOverTheTimeBetweenTwoReadings() throws IOException {
		show("first");
		try (HostPulse pulse = new HostPulse(this.proc)) {
			pulse.read(0, 0);
			show("second");
			double[] values = pulse.read(1_000, TimeUnit.MILLISECONDS.toNanos(100));
			assertThat(values[HostPulse.LATENESS]).isEqualTo(1);
			assertThat(values[HostPulse.CONTEXT_SWITCHES]).isEqualTo(1000, within(1e-9));
			assertThat(values[HostPulse.INTERRUPTS]).isEqualTo(500, within(1e-9));
			assertThat(values[HostPulse.RUNNABLE]).isEqualTo(5);
			assertThat(values[HostPulse.FIRST_CPU]).isEqualTo(0.7, within(1e-9));
			assertThat(values[HostPulse.FIRST_CPU + 1]).isEqualTo(0.6, within(1e-9));
		}
	}

	@Test
	void theWindowSlides() throws IOException {
		show("first");
		try (HostPulse pulse = new HostPulse(this.proc)) {
			pulse.read(0, 0);
			show("second");
			for (int tick = 1; tick <= 20; tick++) {
				assertThat(pulse.read(0, TimeUnit.MILLISECONDS.toNanos(5L * tick))[HostPulse.CONTEXT_SWITCHES])
					.isEqualTo(100 / (0.005 * tick), within(1e-6));
			}
			assertThat(pulse.read(0, TimeUnit.MILLISECONDS.toNanos(105))[HostPulse.CONTEXT_SWITCHES]).isZero();
		}
	}

	@Test
	void aCpuThatIsSwitchedOffIsNotBusy() throws IOException {
		show("first");
		try (HostPulse pulse = new HostPulse(this.proc)) {
			pulse.read(0, 0);
			String stat = Files.readString(this.proc.resolve("stat"));
			Files.writeString(this.proc.resolve("stat"), stat.replaceAll("cpu1 .*\n", ""));
			assertThat(pulse.read(0, TimeUnit.MILLISECONDS.toNanos(100))).endsWith(0, 0);
		}
	}

	@Test
	void aFileLargerThanTheMemoryIsReadWhole() throws IOException {
		show("first");
		String stat = Files.readString(this.proc.resolve("stat"));
		Files.writeString(this.proc.resolve("stat"), stat.replace(" 0 9 0 0", " 0 9 0 0" + " 0".repeat(50_000)));
		try (HostPulse pulse = new HostPulse(this.proc)) {
			assertThat(pulse.read(0, 0)[HostPulse.RUNNABLE]).isEqualTo(2);
		}
	}

	@Test
	void withoutTheFileTheErrorNamesItAndLinux() {
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> new HostPulse(this.proc).close())
			.withMessageContaining(this.proc.resolve("stat").toString())
			.withMessageContaining("Linux");
	}

	@Test
	void thisMachineHasAPulse() {
		try (HostPulse pulse = new HostPulse(HostPulse.PROC)) {
			assertThat(pulse.length()).isGreaterThan(HostPulse.FIRST_CPU);
			pulse.read(0, System.nanoTime() - TimeUnit.SECONDS.toNanos(1));
			double[] values = pulse.read(1, System.nanoTime());
			assertThat(values[HostPulse.RUNNABLE]).isPositive();
			for (int cpu = HostPulse.FIRST_CPU; cpu < values.length; cpu++) {
				assertThat(values[cpu]).isBetween(0.0, 1.0);
			}
		}
	}

	private void show(String moment) throws IOException {
		// in place, because the file is open
		Files.write(this.proc.resolve("stat"), Files.readAllBytes(Path.of("src/test/resources/proc", moment, "stat")));
	}

}
