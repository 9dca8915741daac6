// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.globalbuffer.BufferReader;
import io.globalbuffer.Sample;
import io.globalbuffer.StartPosition;
import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.recording.internal.value.ForeignText;

/**
 * {@code gb cat}.
 */
@Command(name = "cat", header = "Prints samples.",
		description = "The newest one, the newest ones, or each as it comes, of any array or message, in a line of "
				+ "JSON each unless said otherwise.",
		footer = "gb cat imu --follow -n 100 --format csv > imu.csv")
final class CatCommand extends GbCommand {

	/** However fast the writer is, there is a moment to copy a sample. */
	private static final Duration CONTENTION_BUDGET = Duration.ofMillis(200);

	@Parameters(paramLabel = "NAME", description = "The stream.")
	String name = "";

	@Option(names = { "-f", "--follow" },
			description = "Print each sample as it comes, until Ctrl-C; the stream need not be there yet, and may be "
					+ "replaced.")
	boolean follow;

	@Option(names = "--from", paramLabel = "WHERE", defaultValue = "NEW",
			description = "Where to begin with --follow: new (what is written from now on), newest, or oldest.")
	StartPosition from = StartPosition.NEW;

	@Option(names = "-n", paramLabel = "COUNT",
			description = "How many samples: the newest ones there are, or with " + "--follow so many and no more.")
	@Nullable Long count;

	@Option(names = "--format", paramLabel = "FORMAT", defaultValue = "JSON",
			description = "json (a line each), csv (a column for each element or field) or npy (one array of all).")
	Format format = Format.JSON;

	@Option(names = "--values", description = "Print what was written alone, as 'gb write' takes it.")
	boolean values;

	@Option(names = "--raw", description = "Print the bytes of the samples as they are, one behind the other.")
	boolean raw;

	CatCommand(Shell shell) {
		super(shell);
	}

	/**
	 * How samples are printed.
	 */
	enum Format {

		/** A line of JSON each. */
		JSON,

		/** A column for each element or field. */
		CSV,

		/** One array for numpy. */
		NPY

	}

	@Override
	public Integer call() throws InterruptedException {
		if (this.count != null && this.count < 1) {
			throw new CommandException(ExitCodes.USAGE, "-n is at least 1, not " + this.count);
		}
		SampleSink sink = sink();
		return this.follow ? follow(sink) : newest(sink);
	}

	private SampleSink sink() {
		if (this.raw) {
			return new RawSink(out());
		}
		return switch (this.format) {
			case JSON -> new JsonLinesSink(out(), this.values);
			case CSV -> new CsvSink(out());
			case NPY -> new NpySink(out());
		};
	}

	private int follow(SampleSink sink) throws InterruptedException {
		try (BufferReader<byte[]> reader = attach(this.name).following().startFrom(this.from).asRawBytes();
				Interrupt _ = Interrupt.ending(reader)) {
			if (reader.layout().isEmpty()) {
				shell().errors().line("gb: waiting for stream '" + ForeignText.printable(this.name) + "'");
				shell().errors().flush();
			}
			follow(reader, sink);
		}
		return ExitCodes.OK;
	}

	private void follow(BufferReader<byte[]> reader, SampleSink sink) throws InterruptedException {
		long left = (this.count != null) ? this.count : Long.MAX_VALUE;
		try {
			while (left-- > 0) {
				Optional<Sample<byte[]>> sample = reader.next(Duration.ZERO);
				if (sample.isEmpty()) {
					out().flush();
					sample = Optional.of(reader.next());
				}
				sink.accept(sample.get(), reader.layout().orElseThrow());
			}
		}
		catch (BufferClosedException ex) {
			// Ctrl-C: what has come is printed
		}
		finally {
			sink.finish();
			out().flush();
		}
	}

	private int newest(SampleSink sink) throws InterruptedException {
		boolean any;
		try (BufferReader<byte[]> reader = attachPresent(this.name).startFrom(StartPosition.OLDEST)
			.contentionBudget(CONTENTION_BUDGET)
			.asRawBytes(); Interrupt _ = Interrupt.ending(reader)) {
			Optional<Sample<byte[]>> newest = reader.latest();
			any = newest.isPresent();
			if (any) {
				printBefore(newest.get().sequence(), reader, sink);
				sink.accept(newest.get(), reader.layout().orElseThrow());
				sink.finish();
			}
		}
		if (!any) {
			throw new CommandException(ExitCodes.NOTHING_THERE,
					"Stream '" + this.name + "' has no sample yet: --follow waits for the first");
		}
		return ExitCodes.OK;
	}

	/** Those before the newest one that are wanted, and still there. */
	private void printBefore(long newest, BufferReader<byte[]> reader, SampleSink sink) throws InterruptedException {
		long wanted = (this.count != null) ? this.count : 1;
		if (wanted == 1) {
			return;
		}
		Optional<Sample<byte[]>> sample = reader.next(CONTENTION_BUDGET);
		while (sample.isPresent() && sample.get().sequence() < newest) {
			if (sample.get().sequence() > newest - wanted) {
				sink.accept(sample.get(), reader.layout().orElseThrow());
			}
			sample = reader.next(CONTENTION_BUDGET);
		}
	}

}
