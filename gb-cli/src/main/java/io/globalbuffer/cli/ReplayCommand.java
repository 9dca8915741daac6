// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

import io.globalbuffer.OnExisting;
import io.globalbuffer.exception.SchemaMismatchException;
import io.globalbuffer.exception.WriterConflictException;
import io.globalbuffer.recording.Lateness;
import io.globalbuffer.recording.RecordedSample;
import io.globalbuffer.recording.Replay;
import io.globalbuffer.recording.ReplaySummary;
import io.globalbuffer.recording.WrittenTimes;
import io.globalbuffer.recording.internal.value.ForeignText;
import io.globalbuffer.recording.internal.value.Json;

/**
 * {@code gb replay}.
 */
@Command(name = "replay", header = "Writes recorded streams again.",
		description = "The bytes are the recorded ones, several streams in their common order of time, at their original "
				+ "pace unless said. Goes on with streams that are there, if they hold the same and their writers have "
				+ "gone, and is refused where one lives. The streams stay, closed, unless told otherwise. Ctrl-C ends it.",
		footer = "gb replay recordings/monday --only imu --as imu=trial --speed 2")
final class ReplayCommand extends ReportCommand {

	@Parameters(paramLabel = "FOLDER", description = "What gb record made.")
	Path folder = Path.of("");

	@Option(names = "--only", paramLabel = "NAME", split = ",", description = "These streams; else all.")
	String[] only = {};

	@Option(names = "--as", paramLabel = "NAME=OTHER", description = "Write a stream under another name.")
	Map<String, String> names = new LinkedHashMap<>();

	@Option(names = "--speed", paramLabel = "FACTOR",
			description = "How fast time passes: 2 takes half of it; 1 unless said.")
	@Nullable Double speed;

	@Option(names = "--max-pause", paramLabel = "TIME",
			description = "Shorten pauses of the recording to that; else they are kept.")
	@Nullable Duration maxPause;

	@Option(names = "--as-read", description = "As fast as the registered readers take it, and at no pace.")
	boolean asRead;

	@Option(names = "--from", paramLabel = "TIME",
			description = "Begin there: 10s after the first sample, or at 2026-11-29T02:43:48Z.")
	@Nullable String from;

	@Option(names = "--to", paramLabel = "TIME", description = "End there, likewise.")
	@Nullable String to;

	@Option(names = "--times", paramLabel = "COUNT", description = "Replay it so often.")
	@Nullable Long times;

	@Option(names = "--loop", description = "Replay it again and again.")
	boolean loop;

	@Option(names = "--keep-times", description = "Samples say when they were first written, and not when replayed.")
	boolean keepTimes;

	@Option(names = "--replace",
			description = "Put new streams in the place of those that hold something else, if their "
					+ "writers have gone.")
	boolean replace;

	@Option(names = "--unlink", description = "Remove the streams in the end.")
	boolean unlink;

	private final Map<String, Long> counts = new LinkedHashMap<>();

	private final Progress progress;

	ReplayCommand(Shell shell) {
		super(shell);
		this.progress = new Progress(shell);
	}

	@Override
	public Integer call() {
		Replay replay = replay();
		Thread thread = Thread.currentThread();
		Optional<Lateness> lateness;
		try (Interrupt _ = Interrupt.ending(thread::interrupt)) {
			lateness = run(replay);
			if (this.counts.isEmpty()) {
				throw new CommandException(ExitCodes.NOTHING_THERE,
						"There is no sample to replay in " + this.folder + ": 'gb info' says what there is");
			}
			print(lateness);
			out().flush();
		}
		return ExitCodes.OK;
	}

	private Optional<Lateness> run(Replay replay) {
		try (this.progress) {
			ReplaySummary summary = replay.run();
			return summary.lateness();
		}
		catch (InterruptedException ex) {
			// Ctrl-C: what was replayed is printed
			return Optional.empty();
		}
		catch (SchemaMismatchException ex) {
			throw new CommandException(ex.getMessage() + "; --replace puts a new stream in its place");
		}
		catch (WriterConflictException ex) {
			throw new CommandException(ex.getMessage() + "; --as has it written under another name");
		}
	}

	private Replay replay() {
		if (this.asRead && this.speed != null) {
			throw new CommandException(ExitCodes.USAGE, "--as-read is at no pace: leave out --speed");
		}
		if (this.speed != null && !(this.speed > 0 && Double.isFinite(this.speed))) {
			throw new CommandException(ExitCodes.USAGE,
					"--speed is more than 0, not " + this.speed + ": --as-read is as fast as its readers take it");
		}
		Replay replay = Replay.of(RecordingFacts.open(this.folder))
			.onExisting(this.replace ? OnExisting.REPLACE : OnExisting.TAKE_OVER)
			.writtenTimes(this.keepTimes ? WrittenTimes.KEPT : WrittenTimes.RESTATED)
			.listener(this::note);
		given(this.gb.directory, replay::directory);
		given(this.gb.owner, replay::owner);
		given(this.speed, replay::speed);
		given(this.maxPause, replay::maxPause);
		given(this.times, replay::times);
		given(this.from, (text) -> limit(text, replay::from, replay::from));
		given(this.to, (text) -> limit(text, replay::to, replay::to));
		if (this.asRead) {
			replay.asFastAsRead();
		}
		if (this.unlink) {
			replay.unlink();
		}
		if (this.loop) {
			replay.loop();
		}
		if (this.only.length > 0) {
			replay.only(this.only);
		}
		this.names.forEach(replay::as);
		return replay;
	}

	private static <T> void given(@Nullable T value, Consumer<T> setter) {
		if (value != null) {
			setter.accept(value);
		}
	}

	private static void limit(String text, Consumer<Instant> moment, Consumer<Duration> offset) {
		try {
			if (text.contains("T")) {
				moment.accept(Instant.parse(text));
			}
			else {
				offset.accept(new DurationText().convert(text));
			}
		}
		catch (DateTimeParseException ex) {
			throw new CommandException(ExitCodes.USAGE,
					"'" + text + "' is no moment: give it as for example 2026-11-29T02:43:48Z");
		}
		catch (TypeConversionException ex) {
			throw new CommandException(ExitCodes.USAGE, String.valueOf(ex.getMessage()));
		}
	}

	private void note(RecordedSample sample) {
		this.counts.merge(sample.stream(), 1L, Long::sum);
		this.progress.show(() -> total() + " samples, at " + sample.time());
	}

	private long total() {
		return this.counts.values().stream().mapToLong(Long::longValue).sum();
	}

	private void print(Optional<Lateness> lateness) {
		if (this.json) {
			Map<String, Object> facts = new LinkedHashMap<>();
			facts.put("samples", this.counts);
			lateness.ifPresent((late) -> facts.put("latenessNanos", Map.of("p50", late.median().toNanos(), "p99",
					late.p99().toNanos(), "max", late.greatest().toNanos())));
			out().line(Json.pretty(facts));
			return;
		}
		this.counts.forEach((stream, count) -> out().line(line(stream, count)));
		lateness.ifPresent((late) -> out().line("Late by " + Text.nanos(late.median().toNanos()) + " (p50), "
				+ Text.nanos(late.p99().toNanos()) + " (p99), " + Text.nanos(late.greatest().toNanos()) + " (max)"));
	}

	private String line(String stream, long count) {
		String other = this.names.getOrDefault(stream, stream);
		return "Replayed " + count + ((count == 1) ? " sample" : " samples") + " of '" + ForeignText.printable(stream)
				+ "'" + (other.equals(stream) ? "" : " as '" + ForeignText.printable(other) + "'");
	}

}
