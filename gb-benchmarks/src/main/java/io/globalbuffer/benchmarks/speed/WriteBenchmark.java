// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import io.globalbuffer.ArrayWriter;

/**
 * Writing one sample of 256 B and of 1 MiB, in one thread, from an array and from memory
 * outside the heap; and what the look for readers that sleep costs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class WriteBenchmark {

	private final double[] small = Streams.sample(Streams.SMALL);

	private final double[] large = Streams.sample(Streams.LARGE);

	private final MemorySegment smallSource = Streams.sampleSegment(Streams.SMALL);

	private final MemorySegment largeSource = Streams.sampleSegment(Streams.LARGE);

	private BenchmarkDirectory directory;

	private ArrayWriter<double[]> confined;

	private ArrayWriter<double[]> shared;

	private ArrayWriter<double[]> largeConfined;

	private BareRing bare;

	private BareRing largeBare;

	private AgronaBroadcast agrona;

	private RingWrites silent;

	private RingWrites waking;

	@Setup
	public void open() {
		this.directory = new BenchmarkDirectory();
		this.confined = Streams.confined(this.directory, "confined", Streams.SMALL);
		this.shared = Streams.shared(this.directory, "shared", Streams.SMALL);
		this.largeConfined = Streams.confined(this.directory, "large", Streams.LARGE);
		this.bare = new BareRing(this.directory, Streams.capacity(Streams.SMALL), Streams.SMALL * Double.BYTES);
		this.largeBare = new BareRing(this.directory, Streams.capacity(Streams.LARGE), Streams.LARGE * Double.BYTES);
		this.agrona = new AgronaBroadcast(this.directory);
		this.silent = new RingWrites(this.directory, false);
		this.waking = new RingWrites(this.directory, true);
	}

	@TearDown
	public void close() {
		this.confined.close();
		this.shared.close();
		this.largeConfined.close();
		this.directory.close();
	}

	@Benchmark
	public void smallCopy() {
		this.bare.write(this.small);
	}

	@Benchmark
	public long smallConfined() {
		return this.confined.write(this.small);
	}

	@Benchmark
	public long smallShared() {
		return this.shared.write(this.small);
	}

	@Benchmark
	public long smallSegment() {
		return this.confined.write(this.smallSource);
	}

	@Benchmark
	public void smallAgrona() {
		this.agrona.transmit();
	}

	@Benchmark
	public long smallSilentRing() {
		return this.silent.write(this.small);
	}

	@Benchmark
	public long smallWakingRing() {
		return this.waking.write(this.small);
	}

	@Benchmark
	public void largeCopy() {
		this.largeBare.write(this.large);
	}

	@Benchmark
	public long largeConfined() {
		return this.largeConfined.write(this.large);
	}

	@Benchmark
	public long largeSegment() {
		return this.largeConfined.write(this.largeSource);
	}

}
