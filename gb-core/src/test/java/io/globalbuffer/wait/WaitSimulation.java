// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToLongFunction;

/**
 * A reader that waits for samples in simulated time: threads wake up 55 µs late and more,
 * as Linux lets them.
 */
final class WaitSimulation {

	private static final long READ_NANOS = 2_000;

	private final long[] arrivals;

	private final IntToLongFunction handlingNanos;

	private final Random random = new Random(7);

	private final SimulatedStream stream = new SimulatedStream();

	private int capacity = 64;

	private long now;

	/**
	 * Prepares a simulation.
	 * @param arrivals when samples are committed, in nanoseconds
	 * @param handlingNanos how long the reader is busy with each
	 */
	WaitSimulation(long[] arrivals, IntToLongFunction handlingNanos) {
		this.arrivals = arrivals;
		this.handlingNanos = handlingNanos;
	}

	void capacity(int samples) {
		this.capacity = samples;
	}

	/**
	 * Reads all samples.
	 * @param waiting how to wait for them
	 * @return what came of it
	 */
	Outcome run(Waiting waiting) {
		List<Long> delays = new ArrayList<>();
		List<Long> pauses = new ArrayList<>();
		boolean waited = false;
		for (int read = 0; read < this.arrivals.length;) {
			if (this.arrivals[read] <= this.now) {
				if (waited) {
					waiting.arrived(this.stream, this.now);
				}
				waited = false;
				delays.add(this.now - this.arrivals[read]);
				this.now += READ_NANOS + this.handlingNanos.applyAsLong(read);
				read++;
			}
			else {
				if (!waited) {
					waiting.reset();
				}
				waited = true;
				long pause = waiting.nextPause(this.stream, this.now);
				pauses.add(pause);
				this.now += pause + 55_000 + (long) (8_000 * -Math.log(1 - this.random.nextDouble()));
			}
		}
		return new Outcome(delays, pauses);
	}

	/** How to wait. */
	interface Waiting {

		void reset();

		long nextPause(AwaitedStream stream, long now);

		void arrived(AwaitedStream stream, long now);

		static Waiting predicting() {
			Prediction prediction = new Prediction();
			return new Waiting() {

				@Override
				public void reset() {
					prediction.reset();
				}

				@Override
				public long nextPause(AwaitedStream stream, long now) {
					return prediction.nextPause(stream, now);
				}

				@Override
				public void arrived(AwaitedStream stream, long now) {
					prediction.arrived(stream, now);
				}

			};
		}

		static Waiting onTheLadder() {
			PollLadder.LadderWaiter ladder = PollLadder.PYTHON.newWaiter();
			return new Waiting() {

				@Override
				public void reset() {
					ladder.reset();
				}

				@Override
				public long nextPause(AwaitedStream stream, long now) {
					return ladder.takePause();
				}

				@Override
				public void arrived(AwaitedStream stream, long now) {
				}

			};
		}

	}

	/**
	 * What came of a simulation.
	 *
	 * @param delays of each sample, from when it was committed until it was read
	 * @param pauses of the reader, each ended by a look
	 */
	record Outcome(List<Long> delays, List<Long> pauses) {

		long looks() {
			return this.pauses.size();
		}

		long median() {
			return quantile(0.5);
		}

		long quantile(double share) {
			return this.delays.stream().sorted().toList().get((int) (this.delays.size() * share));
		}

		/** The same without the delays of the first samples. */
		Outcome from(int sample) {
			return new Outcome(this.delays.subList(sample, this.delays.size()), this.pauses);
		}

	}

	private final class SimulatedStream implements AwaitedStream {

		@Override
		public long count() {
			int index = Arrays.binarySearch(WaitSimulation.this.arrivals, WaitSimulation.this.now + 1);
			return (index < 0) ? -index - 1 : index;
		}

		@Override
		public long capacity() {
			return WaitSimulation.this.capacity;
		}

		@Override
		public long writer() {
			return 1;
		}

		@Override
		public boolean wakes() {
			return false;
		}

		@Override
		public void sleep(long nanos) {
			throw new IllegalStateException("Nothing sleeps in a simulation");
		}

	}

}
