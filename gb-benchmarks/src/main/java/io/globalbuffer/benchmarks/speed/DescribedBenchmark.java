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
import io.globalbuffer.TraceContext;

/**
 * What it costs to say something of each sample, at 256 B and at 1 MiB, and to check it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class DescribedBenchmark {

	private static final TraceContext TRACE = new TraceContext(1, 2, 3, TraceContext.SAMPLED);

	private final double[] small = Streams.sample(Streams.SMALL);

	private final double[] large = Streams.sample(Streams.LARGE);

	private BenchmarkDirectory directory;

	private ArrayWriter<double[]> plain;

	private ArrayWriter<double[]> timed;

	private ArrayWriter<double[]> traced;

	private ArrayWriter<double[]> checked;

	private ArrayWriter<double[]> largePlain;

	private ArrayWriter<double[]> largeChecked;

	private ArrayReader<double[]> reader;

	private ArrayReader<double[]> checkedReader;

	private ArrayReader<double[]> largeReader;

	private ArrayReader<double[]> largeCheckedReader;

	@Setup
	public void open() {
		this.directory = new BenchmarkDirectory();
		this.plain = Streams.confined(this.directory, "plain", Streams.SMALL);
		this.timed = Streams.builder(this.directory, "timed", Streams.SMALL).confined().publishTime().open();
		this.traced = Streams.builder(this.directory, "traced", Streams.SMALL)
			.confined()
			.traceContext(() -> TRACE)
			.open();
		this.checked = Streams.builder(this.directory, "checked", Streams.SMALL).confined().checksum().open();
		this.largePlain = Streams.confined(this.directory, "large", Streams.LARGE);
		this.largeChecked = Streams.builder(this.directory, "large-checked", Streams.LARGE)
			.confined()
			.checksum()
			.open();
		this.plain.write(this.small);
		this.checked.write(this.small);
		this.largePlain.write(this.large);
		this.largeChecked.write(this.large);
		this.reader = Streams.reader(this.directory, "plain");
		this.checkedReader = Streams.reader(this.directory, "checked");
		this.largeReader = Streams.reader(this.directory, "large");
		this.largeCheckedReader = Streams.reader(this.directory, "large-checked");
	}

	@TearDown
	public void close() {
		this.reader.close();
		this.checkedReader.close();
		this.largeReader.close();
		this.largeCheckedReader.close();
		this.plain.close();
		this.timed.close();
		this.traced.close();
		this.checked.close();
		this.largePlain.close();
		this.largeChecked.close();
		this.directory.close();
	}

	@Benchmark
	public long smallPlain() {
		return this.plain.write(this.small);
	}

	@Benchmark
	public long smallTimed() {
		return this.timed.write(this.small);
	}

	@Benchmark
	public long smallTraced() {
		return this.traced.write(this.small);
	}

	@Benchmark
	public long smallChecked() {
		return this.checked.write(this.small);
	}

	@Benchmark
	public long largePlain() {
		return this.largePlain.write(this.large);
	}

	@Benchmark
	public long largeChecked() {
		return this.largeChecked.write(this.large);
	}

	@Benchmark
	public long smallRead() {
		return this.reader.latestInto(this.small);
	}

	@Benchmark
	public long smallCheckedRead() {
		return this.checkedReader.latestInto(this.small);
	}

	@Benchmark
	public long largeRead() {
		return this.largeReader.latestInto(this.large);
	}

	@Benchmark
	public long largeCheckedRead() {
		return this.largeCheckedReader.latestInto(this.large);
	}

}
