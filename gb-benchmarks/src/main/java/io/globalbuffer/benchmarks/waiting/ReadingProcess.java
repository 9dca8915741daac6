// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.waiting;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Scanner;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReadMode;
import io.globalbuffer.benchmarks.process.ProcessorUse;
import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.wait.WaitStrategy;

/**
 * Readers in a process of their own, measured from inside it. Each line of its input is a
 * command: {@code warm} up a way of waiting, {@code open} a reader, {@code measure} its
 * latency for some seconds, {@code close} it; a {@code crowd} of readers that wait,
 * {@code observe} the process for some seconds, {@code dismiss} the crowd.
 */
public final class ReadingProcess {

	static final long PID = ProcessHandle.current().pid();

	/** As long as a sample of the writers. */
	private final long[] target = new long[32];

	private final Map<String, ArrayReader<long[]>> readers = new HashMap<>();

	private final List<AutoCloseable> crowd = new ArrayList<>();

	private ReadingProcess() {
	}

	public static void main(String[] arguments) throws Exception {
		ReadingProcess process = new ReadingProcess();
		System.out.println("ready");
		Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
		while (lines.hasNextLine()) {
			System.out.println(process.answer(lines.nextLine().split(" ", -1)));
		}
	}

	private String answer(String[] command) throws Exception {
		return switch (command[0]) {
			case "warm" -> {
				WarmUp.run(strategy(command[1]));
				yield "warm";
			}
			case "open" -> {
				this.readers.put(command[2], attach(command[1], command[2]));
				yield "opened";
			}
			case "measure" -> measure(reader(command[1]), Duration.ofMillis(Long.parseLong(command[2])));
			case "close" -> {
				reader(command[1]).close();
				yield "closed";
			}
			case "crowd" -> {
				for (int i = 0; i < Integer.parseInt(command[4]); i++) {
					join(attach(command[1], command[2]), command[3]);
				}
				yield "waiting";
			}
			case "observe" -> {
				ProcessorUse before = ProcessorUse.of(PID);
				Thread.sleep(Long.parseLong(command[1]));
				yield since(before);
			}
			case "dismiss" -> {
				for (AutoCloseable member : this.crowd) {
					member.close();
				}
				this.crowd.clear();
				yield "dismissed";
			}
			default -> throw new IllegalArgumentException(command[0]);
		};
	}

	private ArrayReader<long[]> reader(String strategy) {
		return Objects.requireNonNull(this.readers.get(strategy));
	}

	private static ArrayReader<long[]> attach(String name, String strategy) {
		return GlobalBuffer.attach(name).waitStrategy(strategy(strategy)).asArray(long[].class);
	}

	static WaitStrategy strategy(String name) {
		return switch (name) {
			case "kernel" -> WaitStrategy.kernel();
			case "predict" -> WaitStrategy.predict();
			case "poll" -> WaitStrategy.poll();
			case "spin" -> WaitStrategy.spin();
			default -> WaitStrategy.auto();
		};
	}

	private String measure(ArrayReader<long[]> reader, Duration duration) throws InterruptedException {
		while (reader.nextInto(this.target, Duration.ZERO) != ArrayReader.NONE) {
			// what is there was written while another reader was measured
		}
		long[] delays = new long[1 << 16];
		int samples = 0;
		ProcessorUse before = ProcessorUse.of(PID);
		long end = System.nanoTime() + duration.toNanos();
		for (long rest = duration.toNanos(); rest > 0; rest = end - System.nanoTime()) {
			if (reader.nextInto(this.target, Duration.ofNanos(rest)) != ArrayReader.NONE) {
				delays[samples++ % delays.length] = System.nanoTime() - this.target[0];
			}
		}
		String use = since(before);
		samples = Math.min(samples, delays.length);
		Arrays.sort(delays, 0, samples);
		return delays[samples / 2] + " " + delays[samples * 99 / 100] + " " + use;
	}

	/** Percent of a core, and switches a second. */
	static String since(ProcessorUse before) {
		ProcessorUse now = ProcessorUse.of(PID);
		return String.format(Locale.ROOT, "%.3f %.1f", now.percentSince(before), now.switchesSince(before));
	}

	private void join(ArrayReader<long[]> reader, String kind) {
		this.crowd.add(reader);
		if (kind.equals("subscriptions")) {
			this.crowd.addFirst(reader.subscribe(ReadMode.NEXT, (sample) -> {
			}));
			return;
		}
		Thread.Builder thread = kind.equals("virtual-threads") ? Thread.ofVirtual() : Thread.ofPlatform().daemon();
		thread.start(() -> {
			long[] ownTarget = new long[this.target.length];
			try {
				while (reader.nextInto(ownTarget, Duration.ofDays(1)) != ArrayReader.NONE) {
					// read
				}
			}
			catch (InterruptedException | BufferClosedException ex) {
				// dismissed
			}
		});
	}

}
