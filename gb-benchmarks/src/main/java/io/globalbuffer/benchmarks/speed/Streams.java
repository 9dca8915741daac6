// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * The array streams that are measured.
 */
final class Streams {

	/** Values of a sample of 256 B. */
	static final int SMALL = 32;

	/** Values of a sample of 1 MiB. */
	static final int LARGE = 1 << 17;

	/**
	 * Slots of all rings of small samples; together they fit into a first-level cache.
	 */
	static final int SMALL_SLOTS = 64;

	/** Slots of all rings of large samples. */
	static final int LARGE_SLOTS = 4;

	private Streams() {
	}

	static ArrayWriter<double[]> shared(BenchmarkDirectory directory, String name, int values) {
		return builder(directory, name, values).open();
	}

	static ArrayWriter<double[]> confined(BenchmarkDirectory directory, String name, int values) {
		return builder(directory, name, values).confined().open();
	}

	static ArrayReader<double[]> reader(BenchmarkDirectory directory, String name) {
		return GlobalBuffer.attach(name).directory(directory.path()).asArray(double[].class);
	}

	/** One that goes on where it stopped. */
	static ArrayReader<double[]> resumed(BenchmarkDirectory directory, String name) {
		return GlobalBuffer.attach(name).directory(directory.path()).resumeAs("benchmark").asArray(double[].class);
	}

	static int capacity(int values) {
		return ((values == LARGE) ? LARGE_SLOTS : SMALL_SLOTS) - 1;
	}

	static double[] sample(int values) {
		double[] sample = new double[values];
		for (int i = 0; i < values; i++) {
			sample[i] = i;
		}
		return sample;
	}

	/** The same sample outside the heap. */
	static MemorySegment sampleSegment(int values) {
		long bytes = (long) values * Double.BYTES;
		MemorySegment segment = Arena.ofAuto().allocate(bytes, Long.BYTES);
		DType.FLOAT64.copyIn(sample(values), segment, 0);
		return segment;
	}

	static WriterBuilder<ArrayWriter<double[]>> builder(BenchmarkDirectory directory, String name, int values) {
		return GlobalBuffer.create(name, ArraySpec.of(DType.FLOAT64, values))
			.directory(directory.path())
			.capacity(capacity(values));
	}

}
