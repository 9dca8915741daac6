// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.spring.boot;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.SampleOrigin;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;
import io.globalbuffer.spring.GlobalBufferListener;
import io.globalbuffer.spring.SharedMemoryDirectory;
import io.globalbuffer.spring.TestApplication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A sample on its way to a listener's method allocates nothing but its array and its
 * {@code Sample}, once the way is warm.
 */
class ListenerAllocationTests {

	private static final int VALUES = 32;

	private static final int SAMPLES = 1000;

	/** Until the compiler must have seen all of it. */
	private static final int MOST_ROUNDS = 1000;

	/**
	 * Of what the compiler removes in a JVM of its own, as the {@code Optional} of a
	 * read, and not always where other tests ran before.
	 */
	private static final int REMOVABLE_BYTES = 64;

	/** Less than the smallest object for each second sample. */
	private static final int TOLERATED_BYTES = 8;

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	@TempDir(factory = SharedMemoryDirectory.class)
	Path directory;

	@Test
	void anArrayAllocatesNothingElse() {
		assertThat(leastFor(Arrays.class, 1)).isLessThan(limit());
	}

	@Test
	void aSampleAllocatesNothingElse() {
		assertThat(leastFor(Samples.class, 1)).isLessThan(limit());
	}

	@Test
	void oneMoreObjectForEachSampleIsNoticed() {
		// the least of as many rounds as the others can have
		assertThat(leastFor(Wasteful.class, MOST_ROUNDS)).isGreaterThan(limit());
	}

	private double leastFor(Class<? extends Listener> type, int fewestRounds) {
		double[] least = { Double.MAX_VALUE };
		try (ArrayWriter<double[]> writer = GlobalBuffer.create("imu", ArraySpec.of(DType.FLOAT64, VALUES))
			.capacity(2 * SAMPLES)
			.directory(this.directory)
			.open()) {
			TestApplication.in(this.directory)
				.withPropertyValues(
						TestApplication.buffer("imu", "kind=array", "role=reader", "dtype=float64", "shape=" + VALUES))
				.withBean("listener", type)
				.run((context) -> {
					Listener listener = context.getBean(Listener.class);
					double enough = limit();
					for (int round = 0; round < MOST_ROUNDS && (round < fewestRounds || least[0] >= enough); round++) {
						for (int i = 0; i < SAMPLES; i++) {
							writer.write(new double[VALUES]);
						}
						least[0] = Math.min(least[0], listener.receiveAll());
					}
					listener.filled.release();
				});
		}
		return least[0];
	}

	private static double limit() {
		return bytesOfASample() + REMOVABLE_BYTES + TOLERATED_BYTES;
	}

	/** As this JVM lays them out. */
	private static double bytesOfASample() {
		Sample<?>[] kept = new Sample<?>[SAMPLES];
		long before = THREADS.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < SAMPLES; i++) {
			kept[i] = new Sample<>(new double[VALUES], i, 0, 0, SampleOrigin.UNKNOWN);
		}
		return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / SAMPLES;
	}

	/**
	 * Holds the thread that brings the first sample of a round until all are there, and
	 * counts what it allocates from then on.
	 */
	abstract static class Listener {

		private final Semaphore filled = new Semaphore(0);

		private final BlockingQueue<Double> rounds = new LinkedBlockingQueue<>();

		private int seen;

		private long before;

		final void note() throws InterruptedException {
			if (this.seen == 0) {
				this.filled.acquire();
				this.before = THREADS.getCurrentThreadAllocatedBytes();
			}
			if (++this.seen == SAMPLES) {
				this.seen = 0;
				this.rounds.add((double) (THREADS.getCurrentThreadAllocatedBytes() - this.before) / (SAMPLES - 1));
			}
		}

		private double receiveAll() throws InterruptedException {
			this.filled.release();
			return this.rounds.take();
		}

	}

	static class Arrays extends Listener {

		@GlobalBufferListener("imu")
		void receive(double[] sample) throws InterruptedException {
			note();
		}

	}

	static class Samples extends Listener {

		@GlobalBufferListener("imu")
		void receive(Sample<double[]> sample) throws InterruptedException {
			note();
		}

	}

	static class Wasteful extends Listener {

		Object kept = "";

		@GlobalBufferListener("imu")
		void receive(double[] sample) throws InterruptedException {
			this.kept = new long[2 * REMOVABLE_BYTES / Long.BYTES];
			note();
		}

	}

}
