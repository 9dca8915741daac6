// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.globalbuffer.BufferReader;
import io.globalbuffer.Sample;
import io.globalbuffer.cli.Table.Cell;
import io.globalbuffer.exception.BufferClosedException;
import io.globalbuffer.recording.internal.value.ForeignText;
import io.globalbuffer.recording.internal.value.Json;

/**
 * {@code gb hz}.
 */
@Command(name = "hz", header = "Measures the rate of a stream.",
		description = "Reads every sample for a while and prints the rate, what this reader lost, and percentiles of "
				+ "the intervals, of the jitter (how far an interval is from the median) and, where the writer states "
				+ "when it wrote, of the delay until the sample was here. Intervals are between the moments of writing "
				+ "where the writer states them, else between those of arrival. Ctrl-C prints what was measured so far.",
		footer = "gb hz imu --for 10s")
final class HzCommand extends ReportCommand {

	/** How long at most progress is not shown. */
	private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private static final int[] PERCENTILES = { 0, 500, 900, 990, 999, 1000 };

	@Parameters(paramLabel = "NAME", description = "The stream.")
	String name = "";

	@Option(names = "--for", paramLabel = "TIME", defaultValue = "5s", description = "How long: 5s unless said.")
	Duration time = Duration.ZERO;

	private final Measurements arrived = new Measurements();

	private final Measurements written = new Measurements();

	private final Measurements delays = new Measurements();

	private long samples;

	private long lost;

	private long firstSequence;

	private long lastSequence;

	private long firstArrival;

	private long lastArrival;

	private long lastWritten;

	HzCommand(Shell shell) {
		super(shell);
	}

	@Override
	public Integer call() throws InterruptedException {
		try (BufferReader<byte[]> reader = attachPresent(this.name).asRawBytes();
				Interrupt _ = Interrupt.ending(reader)) {
			measure(reader);
			print();
			out().flush();
		}
		return ExitCodes.OK;
	}

	private void print() {
		if (this.samples < 2) {
			throw new CommandException(ExitCodes.NOTHING_THERE, ((this.samples == 0) ? "No sample" : "Only one sample")
					+ " of stream '" + this.name + "' came in " + Text.duration(this.time) + ": --for watches longer");
		}
		if (this.json) {
			out().line(Json.pretty(json()));
		}
		else {
			lines().forEach(out()::line);
		}
	}

	private void measure(BufferReader<byte[]> reader) throws InterruptedException {
		long end = System.nanoTime() + this.time.toNanos();
		try (Progress progress = new Progress(shell())) {
			for (long left = this.time.toNanos(); left > 0; left = end - System.nanoTime()) {
				reader.next(Duration.ofNanos(Math.min(left, LOOK_NANOS))).ifPresent(this::note);
				progress.show(() -> this.samples + " samples, " + Text.nanos(end - System.nanoTime()) + " left");
			}
		}
		catch (BufferClosedException ex) {
			// Ctrl-C: what was measured is printed
		}
	}

	private void note(Sample<byte[]> sample) {
		Optional<Duration> age = sample.origin().age();
		long now = System.nanoTime();
		long writing = now - age.map(Duration::toNanos).orElse(0L);
		if (this.samples == 0) {
			this.firstSequence = sample.sequence();
			this.firstArrival = now;
		}
		else {
			this.lost += sample.missed();
			// an interval with lost samples in it is none
			if (sample.missed() == 0) {
				this.arrived.add(now - this.lastArrival);
				if (age.isPresent()) {
					this.written.add(writing - this.lastWritten);
				}
			}
		}
		age.ifPresent((delay) -> this.delays.add(delay.toNanos()));
		this.samples++;
		this.lastSequence = sample.sequence();
		this.lastArrival = now;
		this.lastWritten = writing;
	}

	private boolean isStated() {
		return this.written.count() > 0;
	}

	private Measurements intervals() {
		return isStated() ? this.written : this.arrived;
	}

	private double rate() {
		return (this.lastSequence - this.firstSequence) * (double) TimeUnit.SECONDS.toNanos(1)
				/ Math.max(1, this.lastArrival - this.firstArrival);
	}

	private Map<String, Object> json() {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("name", this.name);
		facts.put("rate", rate());
		facts.put("samples", this.samples);
		facts.put("lost", this.lost);
		facts.put("seconds", (this.lastArrival - this.firstArrival) / (double) TimeUnit.SECONDS.toNanos(1));
		facts.put("intervalsOf", isStated() ? "writing" : "arrival");
		facts.put("intervalNanos", percentiles(intervals()));
		facts.put("jitterNanos", percentiles(intervals().deviations()));
		if (isStated()) {
			facts.put("delayNanos", percentiles(this.delays));
		}
		return facts;
	}

	private static Map<String, Object> percentiles(Measurements measurements) {
		Map<String, Object> percentiles = new LinkedHashMap<>();
		for (int percentile : PERCENTILES) {
			percentiles.put(label(percentile), measurements.percentile(percentile));
		}
		return percentiles;
	}

	private static String label(int perMille) {
		return switch (perMille) {
			case 0 -> "min";
			case 1000 -> "max";
			default -> "p" + perMille / 10 + ((perMille % 10 == 0) ? "" : "." + perMille % 10);
		};
	}

	private List<String> lines() {
		String[] headings = new String[PERCENTILES.length + 1];
		headings[0] = "";
		for (int i = 0; i < PERCENTILES.length; i++) {
			headings[i + 1] = label(PERCENTILES[i]) + ">";
		}
		Table table = new Table(headings);
		table.row(row(isStated() ? "interval (writing)" : "interval (arrival)", intervals()));
		table.row(row("jitter", intervals().deviations()));
		if (isStated()) {
			table.row(row("delay", this.delays));
		}
		List<String> lines = table.lines(colours());
		String lostText = this.lost + " lost";
		lines.addFirst(String.format(Locale.ROOT, "%s: %s, %d samples in %s, %s", ForeignText.printable(this.name),
				Text.rate(rate()), this.samples, Text.nanos(this.lastArrival - this.firstArrival),
				(this.lost > 0) ? colours().bad(lostText) : lostText));
		return lines;
	}

	private static Cell[] row(String label, Measurements measurements) {
		Cell[] cells = new Cell[PERCENTILES.length + 1];
		cells[0] = new Cell(label);
		for (int i = 0; i < PERCENTILES.length; i++) {
			OptionalLong nanos = measurements.percentile(PERCENTILES[i]);
			cells[i + 1] = new Cell(nanos.isPresent() ? Text.nanos(nanos.getAsLong()) : Text.NONE);
		}
		return cells;
	}

}
