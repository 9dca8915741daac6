// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.waiting;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.wait.WaitStrategy;

/**
 * How soon a reader that sleeps in the kernel returns when it is told to, though no
 * sample comes.
 */
final class Endings {

	private static final int TIMES = 200;

	/** In which a thread is asleep. */
	private static final long ASLEEP_MILLIS = 5;

	private static final int VALUES = 32;

	private Endings() {
	}

	/**
	 * Prints a table.
	 * @param name that of a buffer to make
	 */
	static void print(String name) throws InterruptedException {
		System.out.printf(Locale.ROOT, "%-12s %9s %9s %9s%n", "", "p50, us", "p99, us", "max, us");
		try (ArrayWriter<long[]> writer = GlobalBuffer.create(name, ArraySpec.of(DType.INT64, VALUES))
			.capacity(4)
			.open()) {
			print("interrupt", name, (reader, thread) -> thread.interrupt());
			print("close", name, (reader, thread) -> reader.close());
			writer.unlink();
		}
	}

	private static void print(String label, String name, Ending ending) throws InterruptedException {
		long[] nanos = new long[TIMES];
		for (int i = 0; i < TIMES; i++) {
			nanos[i] = measure(name, ending);
		}
		Arrays.sort(nanos);
		System.out.printf(Locale.ROOT, "%-12s %9.0f %9.0f %9.0f%n", label, nanos[TIMES / 2] / 1000.0,
				nanos[TIMES * 99 / 100] / 1000.0, nanos[TIMES - 1] / 1000.0);
	}

	private static long measure(String name, Ending ending) throws InterruptedException {
		SynchronousQueue<Long> returned = new SynchronousQueue<>();
		try (ArrayReader<long[]> reader = GlobalBuffer.attach(name)
			.waitStrategy(WaitStrategy.kernel())
			.asArray(long[].class)) {
			Thread thread = Thread.ofPlatform().start(() -> {
				try {
					reader.nextInto(new long[VALUES], Duration.ofDays(1));
				}
				catch (InterruptedException | BufferClosedException ex) {
					// as it was told
				}
				long end = System.nanoTime();
				try {
					returned.put(end);
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			});
			TimeUnit.MILLISECONDS.sleep(ASLEEP_MILLIS);
			long start = System.nanoTime();
			ending.end(reader, thread);
			return returned.take() - start;
		}
	}

	@FunctionalInterface
	private interface Ending {

		void end(ArrayReader<long[]> reader, Thread thread);

	}

}
