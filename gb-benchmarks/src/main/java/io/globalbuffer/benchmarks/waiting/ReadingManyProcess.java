// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.waiting;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicInteger;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.benchmarks.process.ProcessorUse;
import io.globalbuffer.exception.BufferClosedException;

/**
 * Readers of many streams in a process of their own, each in a thread, measured from
 * inside it. Each line of its input is a command: {@code attach} readers, {@code measure}
 * for some milliseconds, {@code dismiss} the readers.
 */
public final class ReadingManyProcess {

	private final List<ArrayReader<long[]>> readers = new ArrayList<>();

	private final long[] delays = new long[1 << 20];

	private final AtomicInteger samples = new AtomicInteger();

	private ReadingManyProcess() {
	}

	public static void main(String[] arguments) throws InterruptedException {
		ReadingManyProcess process = new ReadingManyProcess();
		System.out.println("ready");
		Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
		while (lines.hasNextLine()) {
			System.out.println(process.answer(lines.nextLine().split(" ", -1)));
		}
	}

	private String answer(String[] command) throws InterruptedException {
		return switch (command[0]) {
			case "attach" -> {
				Thread.Builder thread = command[4].equals("virtual") ? Thread.ofVirtual()
						: Thread.ofPlatform().daemon();
				for (int i = 0; i < Integer.parseInt(command[2]); i++) {
					ArrayReader<long[]> reader = GlobalBuffer.attach(command[1] + i)
						.waitStrategy(ReadingProcess.strategy(command[3]))
						.asArray(long[].class);
					this.readers.add(reader);
					thread.start(() -> read(reader));
				}
				yield "attached";
			}
			case "measure" -> measure(Long.parseLong(command[1]));
			case "dismiss" -> {
				this.readers.forEach(ArrayReader::close);
				this.readers.clear();
				yield "dismissed";
			}
			default -> throw new IllegalArgumentException(command[0]);
		};
	}

	private void read(ArrayReader<long[]> reader) {
		long[] sample = new long[1];
		try {
			while (reader.nextInto(sample, Duration.ofDays(1)) != ArrayReader.NONE) {
				this.delays[this.samples.getAndIncrement() % this.delays.length] = System.nanoTime() - sample[0];
			}
		}
		catch (InterruptedException | BufferClosedException ex) {
			// dismissed
		}
	}

	private String measure(long millis) throws InterruptedException {
		this.samples.set(0);
		ProcessorUse before = ProcessorUse.of(ReadingProcess.PID);
		Thread.sleep(millis);
		String use = ReadingProcess.since(before);
		int measured = Math.min(this.samples.get(), this.delays.length);
		long[] sorted = Arrays.copyOf(this.delays, measured);
		Arrays.sort(sorted);
		return sorted[measured / 2] + " " + sorted[measured * 99 / 100] + " " + use;
	}

}
