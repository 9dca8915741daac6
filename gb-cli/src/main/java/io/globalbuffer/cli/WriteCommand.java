// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.globalbuffer.BufferWriter;
import io.globalbuffer.GlobalBuffer;
import io.globalbuffer.OnExisting;
import io.globalbuffer.SegmentInfo;
import io.globalbuffer.WriterBuilder;
import io.globalbuffer.codec.WireFormat;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.recording.internal.value.ForeignText;
import io.globalbuffer.recording.internal.value.Npy;
import io.globalbuffer.schema.ArrayLayout;
import io.globalbuffer.schema.ArraySpec;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.DType;
import io.globalbuffer.schema.MessageLayout;
import io.globalbuffer.schema.MessageSpec;
import io.globalbuffer.schema.SchemaIdentity;

/**
 * {@code gb write}.
 */
@Command(name = "write", header = "Writes a stream from standard input, for trials.",
		description = "Each line of JSON is a sample: an object is a message, and with --dtype a list is an array. "
				+ "With --npy each sample is a row of one array of numpy's. Goes on with a stream that is there, as its "
				+ "layout says, if its writer has gone, and is refused where one lives. The stream stays when input "
				+ "ends, closed.",
		footer = "printf '[1, 2, 3]\\n[4, 5, 6]\\n' | gb write trial --dtype float64 --shape 3 --rate 10")
final class WriteCommand extends GbCommand {

	private static final int DEFAULT_CAPACITY = 1024;

	private static final long LARGEST_SAMPLE = Integer.MAX_VALUE - 8;

	@Parameters(paramLabel = "NAME", description = "The stream.")
	String name = "";

	@Option(names = "--dtype", paramLabel = "DTYPE",
			description = "Write arrays of this element type, as numpy names it.")
	@Nullable String dtype;

	@Option(names = "--shape", paramLabel = "N", split = ",",
			description = "The arrays' dimensions, for example 64,4; " + "without it each sample is one number.")
	long[] shape = {};

	@Option(names = "--npy", description = "Input is an array that numpy.save wrote.")
	boolean npy;

	@Option(names = "--capacity", paramLabel = "COUNT",
			description = "How many samples a reader may fall behind: 1024 unless said.")
	@Nullable Integer capacity;

	@Option(names = "--max-bytes", paramLabel = "BYTES", description = "The longest message: 4096 unless said.")
	@Nullable Integer maxBytes;

	@Option(names = "--schema", paramLabel = "FILE", description = "The JSON schema of the messages.")
	@Nullable Path schema;

	@Option(names = "--rate", paramLabel = "HZ", description = "So many samples a second; else as fast as they come.")
	double rate;

	@Option(names = "--replace", description = "Put a new stream in the place of one that holds something else, if its "
			+ "writer has gone.")
	boolean replace;

	@Option(names = "--unlink", description = "Remove the stream when input ends.")
	boolean unlink;

	WriteCommand(Shell shell) {
		super(shell);
	}

	@Override
	public Integer call() throws IOException {
		if (this.rate < 0 || Double.isNaN(this.rate)) {
			throw new CommandException(ExitCodes.USAGE, "--rate is more than 0, not " + this.rate);
		}
		BufferedInputStream input = new BufferedInputStream(shell().in());
		Optional<Npy.Rows> rows = this.npy ? Optional.of(Npy.read(input)) : Optional.empty();
		BufferLayout layout = layout(rows.map(Npy.Rows::spec));
		if (layout.sampleSize() > LARGEST_SAMPLE) {
			throw new CommandException(
					"One sample has " + layout.sampleSize() + " bytes: at most 2 GiB can be written");
		}
		SampleSource source = rows.map((known) -> SampleSource.rows(input, known))
			.orElseGet(() -> SampleSource.jsonLines(input, layout));
		long written = write(source, layout);
		shell().errors()
			.line("Wrote " + written + ((written == 1) ? " sample" : " samples") + " to '"
					+ ForeignText.printable(this.name) + "'");
		return ExitCodes.OK;
	}

	private long write(SampleSource source, BufferLayout layout) throws IOException {
		BufferWriter<byte[]> writer = open(layout);
		try (Progress progress = new Progress(shell()); Interrupt _ = Interrupt.closing(() -> {
			end(writer);
			progress.erase();
		})) {
			return write(source, writer, progress);
		}
		finally {
			end(writer);
		}
	}

	private void end(BufferWriter<byte[]> writer) {
		writer.close();
		if (this.unlink) {
			writer.unlink();
		}
	}

	private long write(SampleSource source, BufferWriter<byte[]> writer, Progress progress) throws IOException {
		long periodNanos = (this.rate > 0) ? (long) (TimeUnit.SECONDS.toNanos(1) / this.rate) : 0;
		long due = System.nanoTime();
		long written = 0;
		for (byte[] sample = source.next(); sample != null; sample = source.next()) {
			if (System.nanoTime() - due > periodNanos) {
				// input came late: the pace begins anew, and nothing is caught up with
				due = System.nanoTime();
			}
			for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
			writer.write(sample);
			due += periodNanos;
			long count = ++written;
			if (!shell().inputIsTerminal()) {
				progress.show(() -> count + " samples");
			}
		}
		return written;
	}

	/** What was asked for, else what is there. */
	private BufferLayout layout(Optional<ArraySpec<?>> row) {
		int slots = (this.capacity != null) ? this.capacity : DEFAULT_CAPACITY;
		if (row.isPresent()) {
			return existingCapacity(new ArrayLayout(slots, row.get()));
		}
		if (this.dtype != null) {
			return existingCapacity(new ArrayLayout(slots, ArraySpec.of(DType.of(this.dtype), this.shape)));
		}
		Optional<BufferLayout> existing = existing();
		if (existing.isPresent() && !this.replace && this.schema == null) {
			return asked(existing.get());
		}
		SchemaIdentity identity = (this.schema != null) ? MessageSpec.map().schema(read(this.schema)).identity()
				: SchemaIdentity.NONE;
		return existingCapacity(
				asked(new MessageLayout(slots, MessageSpec.DEFAULT_MAX_BYTES, WireFormat.MESSAGE_PACK, identity)));
	}

	/** A layout with the sizes that were asked for. */
	private BufferLayout asked(BufferLayout layout) {
		BufferLayout sized = (this.maxBytes != null && layout instanceof MessageLayout message)
				? new MessageLayout(message.capacity(), this.maxBytes, message.format(), message.identity()) : layout;
		return (this.capacity != null) ? sized.withCapacity(this.capacity) : sized;
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new CommandException("The schema cannot be read: " + ex);
		}
	}

	/** Who says nothing of the capacity wants that of the stream that is there. */
	private BufferLayout existingCapacity(BufferLayout layout) {
		return (this.capacity != null || this.replace) ? layout
				: existing().map((there) -> layout.withCapacity(there.capacity())).orElse(layout);
	}

	private Optional<BufferLayout> existing() {
		return segments().find(this.name).flatMap(SegmentInfo::layout);
	}

	private BufferWriter<byte[]> open(BufferLayout layout) {
		WriterBuilder<BufferWriter<byte[]>> builder = GlobalBuffer.create(this.name, layout)
			.publishTime()
			.onExisting(this.replace ? OnExisting.REPLACE : OnExisting.TAKE_OVER);
		if (this.gb.directory != null) {
			builder.directory(this.gb.directory);
		}
		if (this.gb.owner != null) {
			builder.owner(this.gb.owner);
		}
		try {
			return builder.open();
		}
		catch (SchemaMismatchException ex) {
			throw new CommandException(ex.getMessage() + "; --replace puts a new stream in its place");
		}
	}

}
