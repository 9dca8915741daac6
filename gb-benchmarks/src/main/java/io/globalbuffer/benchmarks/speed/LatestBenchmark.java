// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

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
import io.globalbuffer.WriterBuilder;

/**
 * Reading the newest sample, which stays the same, or looking at its first 64 B where it
 * lies.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class LatestBenchmark {

	/** 64 B. */
	private static final int LOOKED_AT = 8;

	private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	private final CRC32C crc = new CRC32C();

	private Streams streams;

	private double[] target;

	private byte[] bytes;

	private Turns<ArrayWriter<double[]>> writers;

	private Turns<ArrayWriter<double[]>> checkedWriters;

	private Turns<ArrayReader<double[]>> readers;

	private Turns<ArrayReader<double[]>> checkedReaders;

	private Turns<BareRing> bare;

	@Setup
	public void open(ShapeParameters parameters) {
		this.streams = new Streams(parameters.shape());
		this.target = this.streams.sample();
		this.bytes = new byte[parameters.shape().bytes()];
		this.writers = this.streams.writers("plain", WriterBuilder::confined);
		this.checkedWriters = this.streams.writers("checked", (options) -> options.confined().checksum());
		this.writers.all().forEach((writer) -> writer.write(this.target));
		this.checkedWriters.all().forEach((writer) -> writer.write(this.target));
		this.readers = this.streams.readers("plain", 1, (options) -> options);
		this.checkedReaders = this.streams.readers("checked", 1, (options) -> options);
		this.bare = this.streams.bare();
	}

	@TearDown
	public void close() {
		this.readers.all().forEach(ArrayReader::close);
		this.checkedReaders.all().forEach(ArrayReader::close);
		this.writers.all().forEach(ArrayWriter::close);
		this.checkedWriters.all().forEach(ArrayWriter::close);
		this.streams.close();
	}

	@Benchmark
	public double[] copy() {
		this.bare.next().latest(this.target);
		return this.target;
	}

	@Benchmark
	public long into() {
		return this.readers.next().latestInto(this.target);
	}

	@Benchmark
	public long checked() {
		return this.checkedReaders.next().latestInto(this.target);
	}

	/** The floor of a checked read: nothing but the copy and the sum. */
	@Benchmark
	public long copyAndSum() {
		this.bare.next().latest(this.target);
		return WriteBenchmark.sum(this.crc, this.bytes);
	}

	@Benchmark
	public double look() {
		return this.bare.next().sum(LOOKED_AT);
	}

	@Benchmark
	public double view() {
		return this.readers.next().readLatestAsDouble(LatestBenchmark::sum).orElseThrow();
	}

	private static double sum(MemorySegment sample) {
		double sum = 0;
		for (int i = 0; i < LOOKED_AT; i++) {
			sum += sample.get(DOUBLE, (long) i * Double.BYTES);
		}
		return sum;
	}

}
