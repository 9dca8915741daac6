// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.listener;

import java.lang.management.ManagementFactory;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

import com.sun.management.ThreadMXBean;

/**
 * Where samples end. It holds the thread that brings the first sample of a round until
 * all of them are there, and says what they took: so what is measured never waits for a
 * sample.
 */
final class Drain {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/** Of a round. */
	static final int SAMPLES = 1000;

	private final BlockingQueue<Round> rounds = new LinkedBlockingQueue<>();

	private final Semaphore filled = new Semaphore(0);

	private int seen;

	/** So that they are looked at. */
	double sum;

	private long start;

	private long bytes;

	/** Receives a sample, in the thread that is measured. */
	void receive(double[] sample) throws InterruptedException {
		if (this.seen == 0) {
			this.filled.acquire();
			this.bytes = THREADS.getCurrentThreadAllocatedBytes();
			this.start = System.nanoTime();
		}
		this.sum += sample[0];
		if (++this.seen == SAMPLES) {
			long nanos = System.nanoTime() - this.start;
			long allocated = THREADS.getCurrentThreadAllocatedBytes() - this.bytes;
			this.seen = 0;
			this.rounds.add(new Round((double) nanos / SAMPLES, (double) allocated / SAMPLES));
		}
	}

	/**
	 * Lets the samples be received that are in the ring.
	 * @return what they took
	 */
	Round empty() throws InterruptedException {
		this.filled.release();
		return this.rounds.take();
	}

	/** Lets the thread go that waits for another round. */
	void open() {
		this.filled.release();
	}

	/**
	 * What a sample took.
	 *
	 * @param nanos from one to the next
	 * @param bytes what the thread allocated
	 */
	record Round(double nanos, double bytes) {
	}

}
