// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.waiting;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.wait.WaitStrategy;

/**
 * A writer in a process of its own. Each sample says first when it is published.
 * <p>
 * Arguments: the buffer's name; a rate in hertz, or {@code silent}, or {@code asked} for
 * one that writes what its input asks for; {@code young} if it is to begin as the JVM has
 * it, with code that is not compiled.
 */
public final class WritingProcess {

	private static final int VALUES = 32;

	private static final int CAPACITY = 64;

	private final long[] sample = new long[VALUES];

	private final ArrayWriter<long[]> writer;

	private WritingProcess(ArrayWriter<long[]> writer) {
		this.writer = writer;
	}

	public static void main(String[] arguments) throws IOException, InterruptedException {
		if (!arguments[2].equals("young")) {
			WarmUp.run(WaitStrategy.kernel());
		}
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(arguments[0], ArraySpec.of(DType.INT64, VALUES))
			.capacity(CAPACITY)
			.open()) {
			WritingProcess process = new WritingProcess(writer);
			writer.write(process.sample);
			System.out.println("ready");
			switch (arguments[1]) {
				case "silent" -> System.in.readAllBytes();
				case "asked" -> process.answer();
				default -> process.writeUntilInputEnds(TimeUnit.SECONDS.toNanos(1) / Long.parseLong(arguments[1]));
			}
			writer.unlink();
		}
	}

	private void writeUntilInputEnds(long period) {
		Thread loop = Thread.ofPlatform().start(() -> {
			long due = System.nanoTime();
			while (!Thread.currentThread().isInterrupted()) {
				due += period;
				sleepUntil(due);
				publish();
			}
		});
		try {
			System.in.readAllBytes();
			loop.interrupt();
			loop.join();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Each line: how many samples, and the pause after each in microseconds. */
	private void answer() {
		Scanner lines = new Scanner(System.in, StandardCharsets.UTF_8);
		while (lines.hasNextInt()) {
			long[] nanos = new long[lines.nextInt()];
			long pause = TimeUnit.MICROSECONDS.toNanos(lines.nextInt());
			for (int i = 0; i < nanos.length; i++) {
				sleepUntil(System.nanoTime() + pause);
				long start = System.nanoTime();
				this.writer.write(this.sample);
				nanos[i] = System.nanoTime() - start;
			}
			Arrays.sort(nanos);
			System.out.println(nanos[nanos.length / 2] + " " + nanos[nanos.length * 99 / 100]);
		}
	}

	private void publish() {
		this.sample[0] = System.nanoTime();
		this.writer.write(this.sample);
	}

	private static void sleepUntil(long time) {
		for (long rest = time - System.nanoTime(); rest > 0
				&& !Thread.currentThread().isInterrupted(); rest = time - System.nanoTime()) {
			LockSupport.parkNanos(rest);
		}
	}

}
