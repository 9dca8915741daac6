// SPDX-License-Identifier: Apache-2.0
package io.globalbuffer.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Command;

import io.globalbuffer.SegmentInfo;
import io.globalbuffer.WriterState;
import io.globalbuffer.cli.Table.Cell;
import io.globalbuffer.recording.internal.value.ForeignText;
import io.globalbuffer.recording.internal.value.Json;

/**
 * {@code gb gc}.
 */
@Command(name = "gc", header = "Removes what provably nobody needs any more.",
		description = "Streams whose writer died and that no process on this machine has open, what killed creators "
				+ "left, and the positions of readers whose stream is gone. Says of each other stream why it stays.",
		footer = "gb gc")
final class CleanCommand extends ReportCommand {

	CleanCommand(Shell shell) {
		super(shell);
	}

	@Override
	public Integer call() {
		List<SegmentInfo> removed = segments().removeDead();
		List<SegmentInfo> kept = segments().list();
		if (this.json) {
			Map<String, Object> result = new LinkedHashMap<>();
			result.put("removed", removed.stream().map(SegmentInfo::name).toList());
			result.put("kept", kept.stream().map(CleanCommand::json).toList());
			out().line(Json.pretty(result));
			return ExitCodes.OK;
		}
		long bytes = removed.stream().mapToLong(SegmentInfo::memoryBytes).sum();
		removed.forEach((segment) -> out().line("Removed " + ForeignText.printable(segment.name())));
		out().line(removed.isEmpty() ? "Nothing to remove" : "Freed " + Text.bytes(bytes));
		if (!kept.isEmpty()) {
			Table table = new Table("STAYS", "WHY");
			kept.forEach(
					(segment) -> table.row(new Cell(ForeignText.printable(segment.name())), new Cell(reason(segment))));
			table.lines(colours()).forEach(out()::line);
		}
		return ExitCodes.OK;
	}

	private static Map<String, Object> json(SegmentInfo segment) {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("name", segment.name());
		facts.put("reason", reason(segment));
		return facts;
	}

	private static String reason(SegmentInfo segment) {
		return (segment.writer().state() == WriterState.CLOSED)
				? "its writer closed it: one that starts again goes on with it, and 'gb rm' removes it"
				: Remaining.reason(segment);
	}

}
