// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.wait;

import java.util.Random;
import java.util.function.IntToLongFunction;

/**
 * When the samples of simulated streams are committed.
 */
final class Arrivals {

	private static final long SEED = 11;

	private Arrivals() {
	}

	/** Each a gap after the one before. */
	static long[] spaced(int samples, IntToLongFunction gap) {
		long[] arrivals = new long[samples];
		long time = 1_000_000;
		for (int i = 0; i < samples; i++) {
			time += Math.max(0, gap.applyAsLong(i));
			arrivals[i] = time;
		}
		return arrivals;
	}

	/** A loop that sleeps between samples, always a little too long. */
	static long[] ofLoop(int samples, long nanos) {
		Random random = new Random(SEED);
		return spaced(samples, (i) -> nanos + 60_000 + exponential(random, 10_000));
	}

	static long[] jittery(int samples, long nanos, double deviation) {
		Random random = new Random(SEED);
		return spaced(samples, (i) -> (long) (nanos * (1 + deviation * random.nextGaussian())));
	}

	/** As independent of each other as can be. */
	static long[] irregular(int samples, long nanos) {
		Random random = new Random(SEED);
		return spaced(samples, (i) -> exponential(random, nanos));
	}

	/** Bursts of some samples each, a pause between two bursts. */
	static long[] bursts(int samples, int size, long gap, long pause) {
		Random random = new Random(SEED);
		return spaced(samples, (i) -> (i % size == 0) ? (long) (pause * (0.97 + 0.06 * random.nextDouble()))
				: (long) (gap * (0.9 + 0.2 * random.nextDouble())));
	}

	/** Bursts of random length after random pauses. */
	static long[] irregularBursts(int samples, long gap, long pause) {
		Random random = new Random(SEED);
		return spaced(samples, (i) -> (random.nextInt(10) == 0) ? exponential(random, pause) : gap);
	}

	private static long exponential(Random random, long mean) {
		return (long) (-mean * Math.log(1 - random.nextDouble()));
	}

}
