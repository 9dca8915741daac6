// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.globalbuffer.cli.Table.Cell;
import io.globalbuffer.recording.RecordedPart;
import io.globalbuffer.recording.RecordedStream;
import io.globalbuffer.recording.Recording;
import io.globalbuffer.recording.internal.value.ForeignText;

/**
 * What is shown of a recording, the same in a table and as JSON.
 *
 * @param recording the recording
 */
record RecordingFacts(Recording recording) {

	/**
	 * Opens one.
	 * @throws CommandException if there is no such folder
	 */
	static Recording open(Path folder) {
		if (!Files.isDirectory(folder)) {
			throw new CommandException(ExitCodes.NOTHING_THERE,
					"There is no folder '" + folder + "': a recording is what 'gb record' was given by -o");
		}
		return Recording.open(folder);
	}

	List<String> lines(Colours colours) {
		Table table = new Table("NAME", "HELD", "SAMPLES>", "LOST>", "PARTS>", "FROM", "FOR>");
		for (RecordedStream stream : this.recording.streams()) {
			table.row(new Cell(ForeignText.printable(stream.name())), new Cell(stream.layout().describe()),
					new Cell(Long.toString(stream.count())),
					new Cell(Long.toString(stream.missed()),
							(text) -> (stream.missed() > 0) ? colours.bad(text) : text),
					new Cell(Integer.toString(stream.parts().size())),
					new Cell(stream.first().map(Object::toString).orElse(Text.NONE)),
					new Cell(stream.first()
						.flatMap((first) -> stream.last().map((last) -> Text.duration(Duration.between(first, last))))
						.orElse(Text.NONE)));
		}
		return table.lines(colours);
	}

	/**
	 * All of it, for JSON.
	 */
	Map<String, Object> json() {
		return Map.of("folder", this.recording.folder(), "streams",
				this.recording.streams().stream().map(RecordingFacts::json).toList());
	}

	private static Map<String, Object> json(RecordedStream stream) {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("name", stream.name());
		facts.put("layout", StreamFacts.json(stream.layout()));
		facts.put("samples", stream.count());
		facts.put("lost", stream.missed());
		facts.put("first", stream.first());
		facts.put("last", stream.last());
		facts.put("parts", stream.parts().stream().map(RecordingFacts::json).toList());
		return facts;
	}

	private static Map<String, Object> json(RecordedPart part) {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("number", part.number());
		facts.put("layout", StreamFacts.json(part.layout()));
		facts.put("samples", part.count());
		facts.put("lost", part.missed());
		facts.put("first", part.first());
		facts.put("last", part.last());
		return facts;
	}

}
