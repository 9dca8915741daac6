// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.replication;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

import io.globalbuffer.Segments;
import io.globalbuffer.benchmarks.process.ChildProcess;

/**
 * Measures how many samples a second go over to another process by a broker: those of a
 * replicated buffer, and in turn those of a producer and a consumer of Spring Kafka.
 * Prints a table.
 * <p>
 * Arguments: the sizes of samples, with commas; how many rounds; how many megabytes each
 * measurement has.
 */
public final class ReplicationTable {

	private static final int FEWEST = 300;

	private static final double SECOND = 1e9;

	private static final double MEGABYTE = 1 << 20;

	private final int rounds;

	private ReplicationTable(int rounds) {
		this.rounds = rounds;
	}

	public static void main(String[] arguments) throws IOException {
		ReplicationTable table = new ReplicationTable(Integer.parseInt(arguments[1]));
		System.out.println(
				"| sample, bytes | plain, per s | replicated, per s | plain, MB/s | replicated, MB/s | ratios | median |");
		System.out.println("|---:|---:|---:|---:|---:|---|---:|");
		for (String size : arguments[0].split(",", -1)) {
			System.out.println(table.row(Integer.parseInt(size), Integer.parseInt(arguments[2])));
		}
	}

	private String row(int size, int megabytes) throws IOException {
		String count = Integer.toString(Math.max(FEWEST, (int) (megabytes * MEGABYTE / size)));
		Path folder = Files.createTempDirectory(Segments.inDefaultDirectory().directory(), "gb-replication-");
		try (ChildProcess broker = ChildProcess.java("1g", BrokerProgram.class)) {
			String address = broker.greeting().getFirst();
			Path origin = Files.createDirectory(folder.resolve("origin"));
			Path mirror = Files.createDirectory(folder.resolve("mirror"));
			try (ChildProcess receiver = ChildProcess.java("512m", ReceivingApplication.class, address,
					mirror.toString());
					ChildProcess sender = ChildProcess.java("512m", SendingApplication.class, address,
							origin.toString(), Integer.toString(size), count)) {
				return row(size, count, sender, receiver);
			}
		}
		finally {
			delete(folder);
		}
	}

	/** The first round is not measured. */
	private String row(int size, String count, ChildProcess sender, ChildProcess receiver) {
		double[] plain = new double[this.rounds];
		double[] replicated = new double[this.rounds];
		double[] ratios = new double[this.rounds];
		for (int round = -1; round < this.rounds; round++) {
			receiver.ask("plain", count);
			sender.ask("plain", count);
			double plainRate = rate(receiver);
			sender.ask("fill", count);
			receiver.ask("mirror", count);
			sender.ask("publish");
			double replicatedRate = rate(receiver);
			if (round >= 0) {
				plain[round] = plainRate;
				replicated[round] = replicatedRate;
				ratios[round] = replicatedRate / plainRate;
			}
		}
		StringBuilder each = new StringBuilder();
		for (double ratio : ratios) {
			each.append(String.format(Locale.ROOT, "%.2f ", ratio));
		}
		double perSecond = median(plain);
		double mirrored = median(replicated);
		return String.format(Locale.ROOT, "| %d | %.0f | %.0f | %.1f | %.1f | %s | %.2f |", size, perSecond, mirrored,
				perSecond * size / MEGABYTE, mirrored * size / MEGABYTE, each.toString().strip(), median(ratios));
	}

	private static double rate(ChildProcess receiver) {
		return SECOND / Double.parseDouble(receiver.ask("result").getFirst());
	}

	private static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	private static void delete(Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.sorted((first, second) -> second.compareTo(first)).toList()) {
				Files.delete(file);
			}
		}
	}

}
