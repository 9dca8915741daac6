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

/**
 * Reading samples of 256 B in order, one by one and in batches of 16, all there already.
 * The ring is filled again before each round of reads, outside the measured time; what
 * the clock adds is spread over the round, and the same for all.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class NextBenchmark {

	private static final int BATCH = 16;

	private static final int BATCHES = 3;

	/** Fits into the ring. */
	private static final int ROUND = BATCHES * BATCH;

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	@Benchmark
	@OperationsPerInvocation(ROUND)
	public void smallCopy(FilledBareRing ring, Blackhole blackhole) {
		for (int i = 0; i < ROUND; i++) {
			ring.ring.next(ring.target);
			blackhole.consume(ring.target);
		}
	}

	@Benchmark
	@OperationsPerInvocation(ROUND)
	public void smallInto(FilledBuffer buffer, Blackhole blackhole) throws InterruptedException {
		for (int i = 0; i < ROUND; i++) {
			blackhole.consume(buffer.reader.nextInto(buffer.target, TIMEOUT));
		}
	}

	@Benchmark
	@OperationsPerInvocation(ROUND)
	public void smallBatch(FilledBuffer buffer, Blackhole blackhole) throws InterruptedException {
		for (int i = 0; i < BATCHES; i++) {
			blackhole.consume(buffer.reader.nextBatchInto(buffer.batch, TIMEOUT));
		}
	}

	@Benchmark
	@OperationsPerInvocation(ROUND)
	public void smallResumed(FilledBuffer buffer, Blackhole blackhole) throws InterruptedException {
		for (int i = 0; i < ROUND; i++) {
			blackhole.consume(buffer.resumed.nextInto(buffer.target, TIMEOUT));
		}
	}

	@Benchmark
	@OperationsPerInvocation(ROUND)
	public void smallAgrona(FilledBroadcast broadcast, Blackhole blackhole) {
		for (int i = 0; i < ROUND; i++) {
			blackhole.consume(broadcast.agrona.receive());
		}
	}

	/** A buffer full of samples. */
	@State(Scope.Thread)
	@SuppressWarnings("NullAway.Init")
	public static class FilledBuffer {

		private final double[] sample = Streams.sample(Streams.SMALL);

		private final double[] target = new double[Streams.SMALL];

		private final double[] batch = new double[BATCH * Streams.SMALL];

		private BenchmarkDirectory directory;

		private ArrayWriter<double[]> writer;

		private ArrayReader<double[]> reader;

		/** With an identity, under which it goes on where it stopped. */
		private ArrayReader<double[]> resumed;

		@Setup
		public void open() {
			this.directory = new BenchmarkDirectory();
			this.writer = Streams.confined(this.directory, "small", Streams.SMALL);
			this.reader = Streams.reader(this.directory, "small");
			this.resumed = Streams.resumed(this.directory, "small");
		}

		@Setup(Level.Invocation)
		public void fill() {
			for (int i = 0; i < ROUND; i++) {
				this.writer.write(this.sample);
			}
		}

		@TearDown
		public void close() {
			this.resumed.close();
			this.reader.close();
			this.writer.close();
			this.directory.close();
		}

	}

	/** A bare ring full of samples. */
	@State(Scope.Thread)
	@SuppressWarnings("NullAway.Init")
	public static class FilledBareRing {

		private final double[] sample = Streams.sample(Streams.SMALL);

		private final double[] target = new double[Streams.SMALL];

		private BenchmarkDirectory directory;

		private BareRing ring;

		@Setup
		public void open() {
			this.directory = new BenchmarkDirectory();
			this.ring = new BareRing(this.directory, Streams.capacity(Streams.SMALL), Streams.SMALL * Double.BYTES);
		}

		@Setup(Level.Invocation)
		public void fill() {
			for (int i = 0; i < ROUND; i++) {
				this.ring.write(this.sample);
			}
		}

		@TearDown
		public void close() {
			this.directory.close();
		}

	}

	/** A broadcast buffer full of messages. */
	@State(Scope.Thread)
	@SuppressWarnings("NullAway.Init")
	public static class FilledBroadcast {

		private BenchmarkDirectory directory;

		private AgronaBroadcast agrona;

		@Setup
		public void open() {
			this.directory = new BenchmarkDirectory();
			this.agrona = new AgronaBroadcast(this.directory);
		}

		@Setup(Level.Invocation)
		public void fill() {
			for (int i = 0; i < ROUND; i++) {
				this.agrona.transmit();
			}
		}

		@TearDown
		public void close() {
			this.directory.close();
		}

	}

}
