// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Segments;
import io.globalbuffer.recording.Lateness;
import io.globalbuffer.recording.Recorder;
import io.globalbuffer.recording.Recording;
import io.globalbuffer.recording.Replay;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * Records a stream, replays it at its original pace, and prints how late its samples were
 * beside the lateness of a loop that waits for moments as far apart and does nothing.
 * <p>
 * Arguments: how many samples a second; how many seconds; how many rounds.
 */
public final class ReplayLateness {

	private static final String STREAM = "replayed";

	private static final int CAPACITY = 1024;

	private static final double MICROSECOND = 1e3;

	private static final double MEDIAN = 0.5;

	private static final double NEARLY_ALL = 0.99;

	private final long periodNanos;

	private final int count;

	private ReplayLateness(int rate, int seconds) {
		this.periodNanos = TimeUnit.SECONDS.toNanos(1) / rate;
		this.count = rate * seconds;
	}

	public static void main(String[] arguments) throws Exception {
		ReplayLateness measured = new ReplayLateness(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
		Path shared = Files.createTempDirectory(Segments.inDefaultDirectory().directory(), "gb-replay-");
		Path folder = Files.createTempDirectory("gb-replay-");
		try {
			measured.record(shared, folder);
			measured.measure(shared, folder, Integer.parseInt(arguments[2]));
		}
		finally {
			delete(shared);
			delete(folder);
		}
	}

	private void record(Path shared, Path folder) throws InterruptedException {
		try (Recorder recorder = Recorder.into(folder).directory(shared).stream(STREAM).start();
				ArrayWriter<double[]> writer = GlobalBuffer.create(STREAM, ArraySpec.of(DType.FLOAT64, 6))
					.directory(shared)
					.capacity(CAPACITY)
					.publishTime()
					.open()) {
			loop(() -> writer.write(new double[6]));
			while (recorder.progress().getFirst().samples() < this.count) {
				Thread.sleep(1);
			}
		}
	}

	private void measure(Path shared, Path folder, int rounds) throws InterruptedException {
		System.out.println("| | p50, us | p99, us | max, us |");
		System.out.println("|---|---:|---:|---:|");
		double[] ratios = new double[rounds];
		for (int round = 0; round < rounds; round++) {
			Lateness loop = loop(() -> {
			});
			Lateness replay = Replay.of(Recording.open(folder)).directory(shared).run().lateness().orElseThrow();
			System.out.println(row("a timed loop", loop));
			System.out.println(row("replay", replay));
			ratios[round] = (double) replay.p99().toNanos() / loop.p99().toNanos();
		}
		Arrays.sort(ratios);
		System.out.printf(Locale.ROOT, "%nThe p99 of replay is %.2f times that of the loop (median of %d rounds)%n",
				ratios[rounds / 2], rounds);
	}

	private Lateness loop(Runnable action) {
		long[] late = new long[this.count];
		long start = System.nanoTime();
		for (int i = 0; i < this.count; i++) {
			long due = start + i * this.periodNanos;
			for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
			late[i] = System.nanoTime() - due;
			action.run();
		}
		Arrays.sort(late);
		return new Lateness(quantile(late, MEDIAN), quantile(late, NEARLY_ALL), quantile(late, 1));
	}

	private static Duration quantile(long[] sorted, double share) {
		return Duration.ofNanos(sorted[(int) Math.ceil(share * sorted.length) - 1]);
	}

	private static String row(String label, Lateness lateness) {
		return String.format(Locale.ROOT, "| %s | %.1f | %.1f | %.1f |", label,
				lateness.median().toNanos() / MICROSECOND, lateness.p99().toNanos() / MICROSECOND,
				lateness.greatest().toNanos() / MICROSECOND);
	}

	private static void delete(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.sorted((first, second) -> second.compareTo(first)).toList()) {
				Files.delete(file);
			}
		}
	}

}
