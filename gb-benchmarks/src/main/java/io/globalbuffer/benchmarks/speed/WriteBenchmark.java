// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.lang.foreign.MemorySegment;
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

import io.globalbuffer.ArrayWriter;
import io.globalbuffer.Reservation;
import io.globalbuffer.TraceContext;
import io.globalbuffer.WriterBuilder;

/**
 * Writing a sample in one thread, from an array and from memory outside the heap, or
 * taking a slot and publishing it without filling it; what the look for readers that
 * sleep costs; and what it costs to say something of each sample, or to check it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class WriteBenchmark {

	private static final TraceContext TRACE = new TraceContext(1, 2, 3, TraceContext.SAMPLED);

	private final CRC32C crc = new CRC32C();

	private Streams streams;

	private double[] sample;

	private MemorySegment source;

	private byte[] bytes;

	private Turns<ArrayWriter<double[]>> confined;

	private Turns<ArrayWriter<double[]>> shared;

	private Turns<ArrayWriter<double[]>> timed;

	private Turns<ArrayWriter<double[]>> traced;

	private Turns<ArrayWriter<double[]>> checked;

	private Turns<BareRing> bare;

	private Turns<AgronaBroadcast> agrona;

	private Turns<RingWrites> silent;

	private Turns<RingWrites> waking;

	@Setup
	public void open(ShapeParameters parameters) {
		Shape shape = parameters.shape();
		this.streams = new Streams(shape);
		this.sample = this.streams.sample();
		this.source = this.streams.sampleSegment();
		this.bytes = new byte[shape.bytes()];
		this.confined = this.streams.writers("confined", WriterBuilder::confined);
		this.shared = this.streams.writers("shared", (options) -> options);
		this.timed = this.streams.writers("timed", (options) -> options.confined().publishTime());
		this.traced = this.streams.writers("traced", (options) -> options.confined().traceContext(() -> TRACE));
		this.checked = this.streams.writers("checked", (options) -> options.confined().checksum());
		this.bare = this.streams.bare();
		this.agrona = this.streams.broadcasts();
		this.silent = Turns.of(shape.rings(), (ring) -> new RingWrites(this.streams.directory(), shape, false));
		this.waking = Turns.of(shape.rings(), (ring) -> new RingWrites(this.streams.directory(), shape, true));
	}

	@TearDown
	public void close() {
		this.confined.all().forEach(ArrayWriter::close);
		this.shared.all().forEach(ArrayWriter::close);
		this.timed.all().forEach(ArrayWriter::close);
		this.traced.all().forEach(ArrayWriter::close);
		this.checked.all().forEach(ArrayWriter::close);
		this.streams.close();
	}

	@Benchmark
	public void copy() {
		this.bare.next().write(this.sample);
	}

	@Benchmark
	public void agrona() {
		this.agrona.next().transmit();
	}

	@Benchmark
	public long confined() {
		return this.confined.next().write(this.sample);
	}

	@Benchmark
	public long shared() {
		return this.shared.next().write(this.sample);
	}

	@Benchmark
	public long segment() {
		return this.confined.next().write(this.source);
	}

	@Benchmark
	public long reserveConfined() {
		return reserveAndCommit(this.confined.next());
	}

	@Benchmark
	public long reserveShared() {
		return reserveAndCommit(this.shared.next());
	}

	private static long reserveAndCommit(ArrayWriter<double[]> writer) {
		try (Reservation slot = writer.reserve()) {
			return slot.commit();
		}
	}

	@Benchmark
	public long reserveSegment() {
		try (Reservation slot = this.shared.next().reserve()) {
			long size = slot.segment().byteSize();
			return slot.commit() + size;
		}
	}

	@Benchmark
	public long silentRing() {
		return this.silent.next().write(this.sample);
	}

	@Benchmark
	public long wakingRing() {
		return this.waking.next().write(this.sample);
	}

	@Benchmark
	public long timed() {
		return this.timed.next().write(this.sample);
	}

	@Benchmark
	public long traced() {
		return this.traced.next().write(this.sample);
	}

	@Benchmark
	public long checked() {
		return this.checked.next().write(this.sample);
	}

	/** The floor of a checked write: nothing but the copy and the sum. */
	@Benchmark
	public long copyAndSum() {
		this.bare.next().write(this.sample);
		return sum(this.crc, this.bytes);
	}

	static long sum(CRC32C crc, byte[] bytes) {
		crc.reset();
		crc.update(bytes);
		return crc.getValue();
	}

}
