// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.globalbuffer.SegmentInfo;
import io.globalbuffer.WriterState;
import io.globalbuffer.WriterStatus;
import io.globalbuffer.recording.internal.value.ForeignText;
import io.globalbuffer.recording.internal.value.Json;
import io.globalbuffer.recording.internal.value.ProtobufMessages;
import io.globalbuffer.schema.BufferLayout;
import io.globalbuffer.schema.MessageLayout;

/**
 * {@code gb info}.
 */
@Command(name = "info", header = "Tells all about one stream, or a recording.",
		description = "What it holds, who writes, who reads, how far each reader is behind, and what is wrong. "
				+ "Readers of Python do not register and are not shown. Of a folder that was recorded into: its streams, how much "
				+ "there is of each, and what is missing.",
		footer = "gb info imu")
final class InfoCommand extends ReportCommand {

	private static final String INDENT = "  ";

	@Parameters(paramLabel = "NAME", description = "The stream, or the folder of a recording.")
	String name = "";

	@Option(names = "--for", paramLabel = "TIME", defaultValue = "500ms",
			description = "How long to watch, to tell the rate: 500ms unless said. After 2s a Python writer that died "
					+ "is told from one that is silent.")
	Duration observation = Duration.ZERO;

	InfoCommand(Shell shell) {
		super(shell);
	}

	@Override
	public Integer call() throws InterruptedException {
		if (isRecording()) {
			RecordingFacts facts = new RecordingFacts(RecordingFacts.open(Path.of(this.name)));
			if (this.json) {
				out().line(Json.pretty(facts.json()));
			}
			else {
				facts.lines(colours()).forEach(out()::line);
			}
			return ExitCodes.OK;
		}
		SegmentInfo info = segments().find(this.name, this.observation).orElseThrow(() -> nothingThere());
		StreamFacts facts = new StreamFacts(info);
		List<String> schema = info.layout().map(InfoCommand::schema).orElse(List.of());
		if (this.json) {
			Map<String, Object> json = new LinkedHashMap<>(facts.json());
			json.put("schema", schema);
			json.put("problems", facts.problems());
			out().line(Json.pretty(json));
		}
		else {
			lines(facts, schema).forEach(out()::line);
		}
		return ExitCodes.OK;
	}

	/** A stream of that name comes first; none has a slash in its name. */
	private boolean isRecording() {
		return this.name.contains("/")
				|| (Files.isDirectory(Path.of(this.name)) && segments().find(this.name).isEmpty());
	}

	private CommandException nothingThere() {
		return new CommandException(ExitCodes.NOTHING_THERE,
				noSuchStream(this.name).getMessage() + ". There is no recording's folder '" + this.name + "' either");
	}

	private static List<String> schema(BufferLayout layout) {
		if (!(layout instanceof MessageLayout message) || message.identity().isNone()) {
			return List.of();
		}
		return switch (message.format()) {
			case MESSAGE_PACK -> SchemaLines.ofJsonSchema(message.identity().text());
			case PROTOBUF -> ProtobufMessages.of(message.identity()).schemaLines();
		};
	}

	private List<String> lines(StreamFacts facts, List<String> schema) {
		SegmentInfo info = facts.info();
		List<String> lines = new ArrayList<>();
		lines.add(line("Stream", facts.name()));
		lines.add(line("File", ForeignText.printable(info.path().toString())));
		lines.add(line("Holds", info.layout().map(BufferLayout::describe).orElse("nothing that can be read")));
		lines.add(line("Size", Text.bytes(info.memoryBytes()) + ", made " + Text.duration(info.age()) + " ago"));
		lines.add(line("Writer", writer(info.writer())));
		lines.add(line("Written", info.count() + " samples, now " + Text.rate(info.rate())));
		lines.add(line("Readers", info.readers().isEmpty() ? "none that registered" : "" + info.readers().size()));
		if (!info.readers().isEmpty()) {
			new ReaderTable(info).lines(colours()).forEach((text) -> lines.add(INDENT + text));
		}
		if (!schema.isEmpty()) {
			lines.add(line("Schema", ""));
			schema.forEach((text) -> lines.add(INDENT + text));
		}
		facts.problems().forEach((problem) -> lines.add(line(colours().bad("Problem  "), problem)));
		return lines;
	}

	private static String line(String label, String text) {
		return String.format(Locale.ROOT, "%-9s %s", label, text).stripTrailing();
	}

	private String writer(WriterStatus writer) {
		WriterState state = writer.state();
		StringBuilder text = new StringBuilder(colours().state(state, state.label()));
		boolean there = state == WriterState.ACTIVE || state == WriterState.IDLE;
		writer.pid()
			.ifPresent((pid) -> text.append(", process ").append(there ? Processes.named(pid) : Long.toString(pid)));
		writer.heartbeatAge().ifPresent((age) -> text.append(", stamped ").append(Text.duration(age)).append(" ago"));
		return text.toString();
	}

}
