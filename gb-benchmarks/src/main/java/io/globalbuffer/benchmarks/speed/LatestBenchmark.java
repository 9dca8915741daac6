// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

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
 * Reading the newest sample of 256 B, which stays the same.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class LatestBenchmark {

	private final double[] target = new double[Streams.SMALL];

	private BenchmarkDirectory directory;

	private ArrayWriter<double[]> writer;

	private ArrayReader<double[]> reader;

	private BareRing bare;

	@Setup
	public void open() {
		this.directory = new BenchmarkDirectory();
		this.writer = Streams.confined(this.directory, "small", Streams.SMALL);
		this.writer.write(Streams.sample(Streams.SMALL));
		this.reader = Streams.reader(this.directory, "small");
		this.bare = new BareRing(this.directory, Streams.capacity(Streams.SMALL), Streams.SMALL * Double.BYTES);
	}

	@TearDown
	public void close() {
		this.reader.close();
		this.writer.close();
		this.directory.close();
	}

	@Benchmark
	public double[] smallCopy() {
		this.bare.latest(this.target);
		return this.target;
	}

	@Benchmark
	public long smallInto() {
		return this.reader.latestInto(this.target);
	}

}
