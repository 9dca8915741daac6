// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.UnaryOperator;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.ReaderBuilder;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.DType;

/**
 * The array streams that are measured, of one shape, in a directory of their own.
 */
final class Streams implements AutoCloseable {

	private final BenchmarkDirectory directory = new BenchmarkDirectory();

	private final Shape shape;

	Streams(Shape shape) {
		this.shape = shape;
	}

	BenchmarkDirectory directory() {
		return this.directory;
	}

	/**
	 * Opens a writer for each ring.
	 * @param name of the buffers, with a number behind it
	 * @param options what is asked of them
	 */
	Turns<ArrayWriter<double[]>> writers(String name, UnaryOperator<WriterBuilder<ArrayWriter<double[]>>> options) {
		return Turns.of(this.shape.rings(),
				(ring) -> options
					.apply(GlobalBuffer.create(name + ring, ArraySpec.of(DType.FLOAT64, this.shape.values()))
						.directory(this.directory.path())
						.capacity(this.shape.capacity()))
					.open());
	}

	/**
	 * Opens so many readers for each ring.
	 * @param name of the buffers
	 * @param count of the readers of a ring
	 * @param options what is asked of them
	 */
	Turns<ArrayReader<double[]>> readers(String name, int count, UnaryOperator<ReaderBuilder> options) {
		return Turns.of(this.shape.rings() * count,
				(turn) -> options
					.apply(GlobalBuffer.attach(name + turn % this.shape.rings()).directory(this.directory.path()))
					.asArray(double[].class));
	}

	/** Makes a bare ring in place of each buffer. */
	Turns<BareRing> bare() {
		return Turns.of(this.shape.rings(), (ring) -> new BareRing(this.directory, this.shape));
	}

	/** Makes a broadcast buffer in place of each buffer. */
	Turns<AgronaBroadcast> broadcasts() {
		return Turns.of(this.shape.rings(), (ring) -> new AgronaBroadcast(this.directory, this.shape));
	}

	double[] sample() {
		double[] sample = new double[this.shape.values()];
		for (int i = 0; i < sample.length; i++) {
			sample[i] = i;
		}
		return sample;
	}

	/** The same sample outside the heap. */
	MemorySegment sampleSegment() {
		MemorySegment segment = Arena.ofAuto().allocate(this.shape.bytes(), Long.BYTES);
		DType.FLOAT64.copyIn(sample(), segment, 0);
		return segment;
	}

	/** Everything that was opened here must be closed. */
	@Override
	public void close() {
		this.directory.close();
	}

}
