// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.benchmarks.speed;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.msgpack.jackson.dataformat.MessagePackFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import io.globalbuffer.BufferReader;
import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.Sample;
import io.globalbuffer.schema.MessageSpec;

/**
 * Writing a message of two fields and reading it again as a record, beside the library
 * that knows MessagePack, called directly with one mapper and no buffer between.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init")
public class MessageBenchmark {

	/**
	 * A message.
	 *
	 * @param temperature a number
	 * @param ok a boolean
	 */
	public record Status(double temperature, boolean ok) {
	}

	private static final int CAPACITY = 63;

	private final ObjectMapper mapper = new ObjectMapper(new MessagePackFactory());

	private final Status status = new Status(36.6, true);

	private BenchmarkDirectory directory;

	private BufferWriter<Status> writer;

	private BufferReader<Status> reader;

	@Setup
	public void open() {
		this.directory = new BenchmarkDirectory();
		this.writer = GlobalBuffer.create("status", MessageSpec.of(Status.class).maxBytes(512))
			.directory(this.directory.path())
			.capacity(CAPACITY)
			.open();
		this.reader = GlobalBuffer.attach("status").directory(this.directory.path()).as(Status.class);
	}

	@TearDown
	public void close() {
		this.reader.close();
		this.writer.close();
		this.directory.close();
	}

	@Benchmark
	public Status libraryRoundTrip() throws IOException {
		return this.mapper.readValue(this.mapper.writeValueAsBytes(this.status), Status.class);
	}

	@Benchmark
	public Optional<Sample<Status>> roundTrip() throws InterruptedException {
		this.writer.write(this.status);
		return this.reader.next(Duration.ZERO);
	}

}
