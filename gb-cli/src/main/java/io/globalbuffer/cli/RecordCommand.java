// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.globalbuffer.recording.Recorder;
import io.globalbuffer.recording.RecorderBuilder;
import io.globalbuffer.recording.RecordingProgress;
import io.globalbuffer.recording.internal.value.ForeignText;
import io.globalbuffer.recording.internal.value.Json;

/**
 * {@code gb record}.
 */
@Command(name = "record", header = "Records streams into a folder, until Ctrl-C.",
		description = "Arrays as .npy, messages as lines of JSON with their exact bytes, what was lost counted. A "
				+ "stream need not be there yet. A folder that holds a recording is gone on with, behind its last sample.",
		footer = "gb record imu camera -o drive --for 10m")
final class RecordCommand extends ReportCommand {

	private static final Duration REPORT = Duration.ofMillis(500);

	private static final Duration FOREVER = Duration.ofDays(100_000);

	@Parameters(paramLabel = "NAME", arity = "1..*", description = "The streams.")
	List<String> names = List.of();

	@Option(names = { "-o", "--output" }, required = true, paramLabel = "FOLDER",
			description = "Where to; made if it is not there.")
	Path output = Path.of("");

	@Option(names = "--for", paramLabel = "TIME", description = "How long, instead of until Ctrl-C.")
	@Nullable Duration duration;

	@Option(names = "--split-bytes", paramLabel = "BYTES", description = "Begin new files after so many bytes.")
	@Nullable Long splitBytes;

	@Option(names = "--split-after", paramLabel = "TIME", description = "Begin new files after so long.")
	@Nullable Duration splitAfter;

	RecordCommand(Shell shell) {
		super(shell);
	}

	@Override
	public Integer call() throws InterruptedException {
		RecorderBuilder builder = Recorder.into(this.output);
		this.names.forEach(builder::stream);
		Optional.ofNullable(this.gb.directory).ifPresent(builder::directory);
		Optional.ofNullable(this.gb.owner).ifPresent(builder::owner);
		Optional.ofNullable(this.splitBytes).ifPresent(builder::splitBytes);
		Optional.ofNullable(this.splitAfter).ifPresent(builder::splitAfter);
		Recorder recorder = builder.start();
		sayWhatIsAwaited();
		try (Interrupt _ = Interrupt.ending(recorder)) {
			try (recorder; Progress progress = new Progress(shell())) {
				watch(recorder, progress);
			}
			finally {
				print(recorder.progress());
			}
		}
		return ExitCodes.OK;
	}

	/** The names may be right, and their writers come later. */
	private void sayWhatIsAwaited() {
		for (String name : this.names) {
			if (segments().find(name).isEmpty()) {
				shell().errors().line("Waiting for " + ForeignText.printable(name) + ", which is not there");
			}
		}
		shell().errors().flush();
	}

	/** Until it has ended, or it is time. */
	private void watch(Recorder recorder, Progress progress) throws InterruptedException {
		long end = System.nanoTime() + ((this.duration != null) ? this.duration : FOREVER).toNanos();
		for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
			if (recorder.await(Duration.ofNanos(Math.min(left, REPORT.toNanos())))) {
				return;
			}
			progress.show(() -> summed(recorder.progress()));
		}
	}

	private void print(List<RecordingProgress> streams) {
		if (this.json) {
			out().line(Json.pretty(streams.stream().map(RecordCommand::json).toList()));
		}
		else {
			streams.stream().map(RecordCommand::described).forEach(shell().errors()::line);
		}
		// after Ctrl-C the process ends before it would come to that
		out().flush();
		shell().errors().flush();
	}

	private static Map<String, Object> json(RecordingProgress progress) {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("name", progress.stream());
		facts.put("samples", progress.samples());
		facts.put("bytes", progress.bytes());
		facts.put("lost", progress.missed());
		return facts;
	}

	private static String summed(List<RecordingProgress> streams) {
		long begun = streams.stream().filter((stream) -> stream.samples() > 0).count();
		return begun + " of " + streams.size() + " streams: " + amounts(streams.stream()
			.reduce(new RecordingProgress("", 0, 0, 0), (one, other) -> new RecordingProgress("",
					one.samples() + other.samples(), one.bytes() + other.bytes(), one.missed() + other.missed())));
	}

	private static String described(RecordingProgress progress) {
		return ForeignText.printable(progress.stream()) + ": " + amounts(progress);
	}

	private static String amounts(RecordingProgress progress) {
		return progress.samples() + " samples, " + Text.bytes(progress.bytes()) + ", " + progress.missed() + " lost";
	}

}
