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

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.Reservation;

/**
 * Taking a slot and publishing it without filling it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class ReserveBenchmark {

	private BenchmarkDirectory directory;

	private ArrayWriter<double[]> small;

	private ArrayWriter<double[]> large;

	@Setup
	public void open() {
		this.directory = new BenchmarkDirectory();
		this.small = Streams.shared(this.directory, "small", Streams.SMALL);
		this.large = Streams.shared(this.directory, "large", Streams.LARGE);
	}

	@TearDown
	public void close() {
		this.small.close();
		this.large.close();
		this.directory.close();
	}

	@Benchmark
	public long smallShared() {
		return reserveAndCommit(this.small);
	}

	@Benchmark
	public long largeShared() {
		return reserveAndCommit(this.large);
	}

	private static long reserveAndCommit(ArrayWriter<double[]> writer) {
		try (Reservation slot = writer.reserve()) {
			return slot.commit();
		}
	}

}
