// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.SegmentDirectory;
import io.globalbuffer.peer.PeerNames;
import io.globalbuffer.peer.PythonPeer;
import io.globalbuffer.peer.PythonVersion;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

import static org.assertj.core.api.Assertions.assertThat;

class HzCommandTests {

	@RegisterExtension
	final SegmentDirectory directory = new SegmentDirectory();

	@Test
	void intervalsAreThoseOfWritingWhereTheWriterStatesThem() {
		try (ArrayWriter<int[]> writer = GlobalBuffer.create("pulse", ArraySpec.of(DType.INT32, 1))
			.directory(this.directory.path())
			.capacity(1000)
			.publishTime()
			.open()) {
			CommandRun people;
			Map<?, ?> json;
			try (ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor()) {
				ScheduledFuture<?> _ = pulse.scheduleWithFixedDelay(() -> writer.write(new int[1]), 0, 10,
						TimeUnit.MILLISECONDS);
				people = hz("pulse");
				json = hz("pulse", "--json").object();
				pulse.shutdownNow();
			}
			assertThat(people.lines().getFirst()).matches("pulse: [0-9.]+/s, \\d+ samples in .*, 0 lost");
			assertThat(people.out()).contains("interval (writing)").contains("jitter").contains("delay");
			assertThat((Double) Objects.requireNonNull(json.get("rate"))).isBetween(5.0, 100.0);
			assertThat(json.get("intervalsOf")).isEqualTo("writing");
			assertThat(number(json, "intervalNanos", "min")).isPositive();
			assertThat(number(json, "intervalNanos", "p50")).isBetween(5_000_000L, 100_000_000L);
		}
	}

	@Test
	void ofAPythonWriterTheyAreThoseOfArrival() {
		String name = PeerNames.random();
		try (PythonPeer peer = PythonPeer.start(PythonVersion.V1_1_3)) {
			peer.createArray(name, "float64", 100, 3).fillUntilNextCommand(1, Duration.ofMillis(5));
			Map<?, ?> json = CommandRun.gb("hz", name, "--for", "500ms", "--json").object();
			assertThat(json.get("intervalsOf")).isEqualTo("arrival");
			assertThat(json.get("lost")).isEqualTo(0);
			assertThat((Double) Objects.requireNonNull(json.get("rate"))).isBetween(20.0, 2000.0);
			assertThat(json.containsKey("delayNanos")).isFalse();
		}
	}

	@Test
	void aSilentStreamIsSaid() {
		try (ArrayWriter<int[]> _ = GlobalBuffer.create("silent", ArraySpec.of(DType.INT32, 1))
			.directory(this.directory.path())
			.capacity(1)
			.open()) {
			CommandRun run = hz("silent");
			assertThat(run.exitCode()).isEqualTo(3);
			assertThat(run.errors()).startsWith("gb: No sample of stream 'silent' came in ");
		}
	}

	@Test
	void percentilesAreExact() {
		Measurements measurements = new Measurements();
		for (int i = 2000; i > 0; i--) {
			measurements.add(i);
		}
		assertThat(measurements.percentile(0)).hasValue(1);
		assertThat(measurements.percentile(500)).hasValue(1000);
		assertThat(measurements.percentile(999)).hasValue(1998);
		assertThat(measurements.percentile(1000)).hasValue(2000);
		assertThat(new Measurements().percentile(500)).isEmpty();
		assertThat(measurements.deviations().percentile(1000)).hasValue(1000);
	}

	private static long number(Map<?, ?> json, String figure, String percentile) {
		Map<?, ?> percentiles = (Map<?, ?>) Objects.requireNonNull(json.get(figure));
		return ((Number) Objects.requireNonNull(percentiles.get(percentile))).longValue();
	}

	private CommandRun hz(String name, String... more) {
		String[] arguments = { "hz", name, "-d", this.directory.path().toString(), "--for", "500ms",
				(more.length > 0) ? more[0] : "--owner=" + System.getProperty("user.name") };
		return CommandRun.gb(arguments);
	}

}
