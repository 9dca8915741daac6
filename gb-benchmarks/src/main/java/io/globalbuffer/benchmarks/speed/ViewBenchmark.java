// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;

/**
 * Looking at the first 64 B of the newest sample where it lies, one of 256 B and one of 1
 * MiB, which stay the same.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class ViewBenchmark {

	/** 64 B. */
	private static final int VALUES = 8;

	private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	private BenchmarkDirectory directory;

	private ArrayWriter<double[]> smallWriter;

	private ArrayWriter<double[]> largeWriter;

	private ArrayReader<double[]> small;

	private ArrayReader<double[]> large;

	private BareRing smallBare;

	private BareRing largeBare;

	@Setup
	public void open() {
		this.directory = new BenchmarkDirectory();
		this.smallWriter = Streams.confined(this.directory, "small", Streams.SMALL);
		this.smallWriter.write(Streams.sample(Streams.SMALL));
		this.small = Streams.reader(this.directory, "small");
		this.largeWriter = Streams.confined(this.directory, "large", Streams.LARGE);
		this.largeWriter.write(Streams.sample(Streams.LARGE));
		this.large = Streams.reader(this.directory, "large");
		this.smallBare = new BareRing(this.directory, Streams.capacity(Streams.SMALL), Streams.SMALL * Double.BYTES);
		this.largeBare = new BareRing(this.directory, Streams.capacity(Streams.LARGE), Streams.LARGE * Double.BYTES);
	}

	@TearDown
	public void close() {
		this.small.close();
		this.large.close();
		this.smallWriter.close();
		this.largeWriter.close();
		this.directory.close();
	}

	@Benchmark
	public double smallBare() {
		return this.smallBare.sum(VALUES);
	}

	@Benchmark
	public double smallView() {
		return this.small.readLatestAsDouble(ViewBenchmark::sum).orElseThrow();
	}

	@Benchmark
	public double largeBare() {
		return this.largeBare.sum(VALUES);
	}

	@Benchmark
	public double largeView() {
		return this.large.readLatestAsDouble(ViewBenchmark::sum).orElseThrow();
	}

	private static double sum(MemorySegment sample) {
		double sum = 0;
		for (int i = 0; i < VALUES; i++) {
			sum += sample.get(DOUBLE, (long) i * Double.BYTES);
		}
		return sum;
	}

}
