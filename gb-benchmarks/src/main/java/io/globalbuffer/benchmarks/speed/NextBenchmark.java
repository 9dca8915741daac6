// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

import io.globalbuffer.ArrayReader;
import io.globalbuffer.ArrayWriter;
import io.globalbuffer.WriterBuilder;

/**
 * Reading samples in order, one by one and in batches, all there already. The rings are
 * filled again before each round of reads, outside the measured time; what the clock adds
 * is spread over the round, and the same for all.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(NextBenchmark.READS)
public class NextBenchmark {

	/** Of the shape that benchmarks have unless told otherwise. */
	static final int READS = 48;

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	@Benchmark
	public void copy(FilledBareRings rings, Blackhole blackhole) {
		for (int i = 0; i < rings.reads; i++) {
			rings.rings.next().next(rings.target);
			blackhole.consume(rings.target);
		}
	}

	@Benchmark
	public void into(FilledBuffers buffers, Blackhole blackhole) throws InterruptedException {
		for (int i = 0; i < buffers.reads; i++) {
			blackhole.consume(buffers.readers.next().nextInto(buffers.target, TIMEOUT));
		}
	}

	@Benchmark
	public void batch(FilledBuffers buffers, Blackhole blackhole) throws InterruptedException {
		for (int i = 0; i < buffers.batches; i++) {
			blackhole.consume(buffers.readers.next().nextBatchInto(buffers.batch, TIMEOUT));
		}
	}

	@Benchmark
	public void resumed(FilledBuffers buffers, Blackhole blackhole) throws InterruptedException {
		for (int i = 0; i < buffers.reads; i++) {
			blackhole.consume(buffers.resumed.next().nextInto(buffers.target, TIMEOUT));
		}
	}

	@Benchmark
	public void agrona(FilledBroadcasts broadcasts, Blackhole blackhole) {
		for (int i = 0; i < broadcasts.reads; i++) {
			blackhole.consume(broadcasts.receivers.next().receive());
		}
	}

	/** Buffers full of samples. */
	@State(Scope.Thread)
	@SuppressWarnings("NullAway.Init")
	public static class FilledBuffers {

		private Streams streams;

		private double[] sample;

		private double[] target;

		private double[] batch;

		private Turns<ArrayWriter<double[]>> writers;

		private Turns<ArrayReader<double[]>> readers;

		/** With an identity, under which it goes on where it stopped. */
		private Turns<ArrayReader<double[]>> resumed;

		private int writes;

		private int reads;

		private int batches;

		@Setup
		public void open(ShapeParameters parameters) {
			Shape shape = parameters.shape();
			this.streams = new Streams(shape);
			this.sample = this.streams.sample();
			this.target = this.streams.sample();
			this.batch = new double[shape.batch() * shape.values()];
			this.writers = this.streams.writers("buffer", WriterBuilder::confined);
			this.readers = this.streams.readers("buffer", shape.readers(), (options) -> options);
			this.resumed = this.streams.readers("buffer", 1, (options) -> options.resumeAs("benchmark"));
			this.writes = shape.rings() * shape.filled();
			this.reads = shape.reads();
			this.batches = shape.reads() / shape.batch();
		}

		@Setup(Level.Invocation)
		public void fill() {
			for (int i = 0; i < this.writes; i++) {
				this.writers.next().write(this.sample);
			}
		}

		@TearDown
		public void close() {
			this.resumed.all().forEach(ArrayReader::close);
			this.readers.all().forEach(ArrayReader::close);
			this.writers.all().forEach(ArrayWriter::close);
			this.streams.close();
		}

	}

	/** Bare rings full of samples. */
	@State(Scope.Thread)
	@SuppressWarnings("NullAway.Init")
	public static class FilledBareRings {

		private Streams streams;

		private double[] sample;

		private double[] target;

		private Turns<BareRing> rings;

		private int writes;

		private int reads;

		@Setup
		public void open(ShapeParameters parameters) {
			Shape shape = parameters.shape();
			this.streams = new Streams(shape);
			this.sample = this.streams.sample();
			this.target = this.streams.sample();
			this.rings = this.streams.bare();
			this.writes = shape.rings() * shape.filled();
			this.reads = shape.reads();
		}

		@Setup(Level.Invocation)
		public void fill() {
			for (int i = 0; i < this.writes; i++) {
				this.rings.next().write(this.sample);
			}
		}

		@TearDown
		public void close() {
			this.streams.close();
		}

	}

	/** Broadcast buffers full of messages. */
	@State(Scope.Thread)
	@SuppressWarnings("NullAway.Init")
	public static class FilledBroadcasts {

		private Streams streams;

		private Turns<AgronaBroadcast> broadcasts;

		private Turns<AgronaBroadcast.Receiver> receivers;

		private int writes;

		private int reads;

		@Setup
		public void open(ShapeParameters parameters) {
			Shape shape = parameters.shape();
			this.streams = new Streams(shape);
			this.broadcasts = this.streams.broadcasts();
			this.receivers = Turns.of(shape.rings() * shape.readers(), (turn) -> this.broadcasts.next().receiver());
			this.writes = shape.rings() * shape.filled();
			this.reads = shape.reads();
		}

		@Setup(Level.Invocation)
		public void fill() {
			for (int i = 0; i < this.writes; i++) {
				this.broadcasts.next().transmit();
			}
		}

		@TearDown
		public void close() {
			this.streams.close();
		}

	}

}
